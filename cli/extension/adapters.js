// Where posts leave, as data: which request of which site holds what somebody wrote.
//
// hosts     the end of the host's name; none: any host (the path is telling enough)
// path      what the address's path begins with or matches, as a regular expression; query: what it must ask for beside
// methods   POST where nothing stands
// texts     paths to what people read. A step is a key, "*" (each of a list or of all keys), "{}" (a text that is JSON of its own)
//           or "**" (every text below that has a space in it)
// when      a path and a regular expression: only then it is a post
// unless    the same: then it is none
// must      a request that has none of the texts is not understood and is stopped; else it has nothing to do with a post
// form      a form that the browser sends itself: `texts` are its fields
//
// Each has its test in tests/desktop/extension, on a made-up page that sends what the site's own page sends, not on the site itself.
globalThis.hallpass = {
  adapters: [
    { name: 'mastodon', channel: 'mastodon', methods: ['POST', 'PUT'], path: '^/api/v1/statuses(/\\d+)?/?$', must: true,
      texts: [['status'], ['spoiler_text'], ['poll', 'options', '*'], ['poll[options][]'], ['media_attributes', '*', 'description']] },
    { name: 'mastodon-picture', channel: 'mastodon', methods: ['POST', 'PUT'], path: '^/api/v[12]/media(/\\d+)?/?$', texts: [['description']] },
    { name: 'bluesky', channel: 'bluesky', path: '^/xrpc/com\\.atproto\\.repo\\.(createRecord|putRecord|applyWrites)$',
      texts: [['record', 'text'], ['record', 'description'], ['record', 'embed', 'images', '*', 'alt'], ['record', 'embed', 'media', 'images', '*', 'alt'],
        ['record', 'embed', 'alt'], ['writes', '*', 'value', 'text'], ['writes', '*', 'value', 'embed', 'images', '*', 'alt'],
        ['writes', '*', 'value', 'embed', 'media', 'images', '*', 'alt']] },
    { name: 'x', channel: 'twitter', hosts: ['x.com', 'twitter.com'], path: '/graphql/[^/]+/Create(Note|Scheduled)?Tweet$', must: true,
      texts: [['variables', 'tweet_text'], ['variables', 'post_tweet_request', 'status'], ['variables', '{}', 'tweet_text']] },
    { name: 'x-old', channel: 'twitter', hosts: ['x.com', 'twitter.com'], path: '/1\\.1/statuses/update\\.json$', must: true, texts: [['status']] },
    { name: 'x-picture', channel: 'twitter', hosts: ['x.com', 'twitter.com'], path: '/1\\.1/media/metadata/create\\.json$', texts: [['alt_text', 'text']] },
    { name: 'facebook', channel: 'facebook', hosts: ['facebook.com'], path: '^/api/graphql/?$', when: [['fb_api_req_friendly_name'], 'Mutation$'],
      texts: [['variables', '{}', 'input', 'message', 'text'], ['variables', '{}', 'input', 'title'], ['variables', '{}', 'input', 'description']] },
    { name: 'classroom', channel: 'classroom', hosts: ['classroom.google.com'], path: '/batchexecute$', texts: [['f.req', '{}', '**']] },
    { name: 'wordpress', channel: 'blog', methods: ['POST', 'PUT', 'PATCH'], path: '^.*/wp/v2/(posts|pages)(/\\d+)?/?$', unless: [['status'], '^(draft|auto-draft|trash)$'],
      texts: [['title'], ['title', 'raw'], ['content'], ['content', 'raw'], ['excerpt'], ['excerpt', 'raw']], markup: 'html' },
    { name: 'wordpress-form', channel: 'blog', form: true, path: '/wp-admin/post\\.php$', texts: [['post_title'], ['content'], ['excerpt']], markup: 'html' },
    { name: 'discourse', channel: 'forum', path: '^(/[^/]+)?/posts(\\.json)?$', texts: [['title'], ['raw'], ['post', 'raw']] },
    { name: 'discourse-edit', channel: 'forum', methods: ['PUT'], path: '^(/[^/]+)?/(posts/\\d+|t/(-|[^/]+)/\\d+)(\\.json)?$', texts: [['post[raw]'], ['post', 'raw'], ['raw'], ['title']] },
    { name: 'reddit', channel: 'forum', hosts: ['reddit.com'], path: '^/api/(submit|comment|editusertext)(\\.json)?$', must: true,
      texts: [['title'], ['text'], ['richtext_json', '{}', '**']] },
    { name: 'reddit-new', channel: 'forum', hosts: ['reddit.com'], path: '^/svc/shreddit/(graphql|.*create.*|.*comment.*)$',
      texts: [['variables', 'input', 'title'], ['variables', 'input', 'content', '**'], ['title'], ['text'], ['content', '{}', '**']] },
    { name: 'form', form: true, asked: true, path: '', texts: [['**']] }, // any form, on sites that the person has named
  ],
};
