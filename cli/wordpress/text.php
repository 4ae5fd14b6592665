<?php
/** What of a post people will read, and where. A post is an array of its columns, without slashes. */
namespace Hallpass;

/** Statuses in which others read a post, or will without another save. */
function is_published(string $status): bool
{
    return in_array($status, ['publish', 'future', 'private'], true) || in_array($status, get_post_stati(['public' => true]), true);
}

/** Kinds of posts that have a page, and the blocks that stand in many of them. */
function is_read(string $type): bool
{
    return $type !== 'attachment' && ($type === 'wp_block' || is_post_type_viewable($type));
}

/** Nothing that a reader sees, and nobody more who sees it. */
function is_unchanged(array $post, array $before): bool
{
    foreach (['post_title', 'post_content', 'post_excerpt', 'post_name', 'post_status', 'post_password'] as $column) {
        if (($post[$column] ?? '') !== $before[$column]) return false;
    }
    return true;
}

/** Blocks keep texts of their own in their settings, and show them: labels, alternative texts. */
function texts_of_settings($value): array
{
    if (is_array($value)) return array_merge([], ...array_map(__NAMESPACE__ . '\texts_of_settings', array_values($value)));
    return is_string($value) && preg_match('/\S\s+\S/', $value) ? [esc_html($value)] : [];
}

function texts_of_blocks(array $blocks): array
{
    $texts = [];
    foreach ($blocks as $block) array_push($texts, ...texts_of_settings($block['attrs']), ...texts_of_blocks($block['innerBlocks']));
    return $texts;
}

/** The words of an address that is not made of the title: it may be that of an earlier one. */
function words_of_address(array $post): array
{
    $address = preg_replace('/-\d+$/', '', urldecode($post['post_name'] ?? ''));
    if ($address === '' || $address === urldecode(sanitize_title($post['post_title'] ?? ''))) return [];
    return [esc_html(strtr($address, '-', ' '))];
}

function text_of(array $post): string
{
    $content = $post['post_content'] ?? '';
    $parts = [$post['post_title'] ?? '', $content, $post['post_excerpt'] ?? '', ...texts_of_blocks(parse_blocks($content)), ...words_of_address($post)];
    return implode("\n\n", array_filter($parts, fn($part) => trim($part) !== ''));
}

function time_of(array $post): string
{
    $date = $post['post_status'] === 'future' ? date_create_immutable($post['post_date'] ?? '', wp_timezone()) : false;
    return ($date ?: current_datetime())->format('c');
}

/** A draft as `hallpass check --input=jsonl` takes it. */
function question_of(array $post): array
{
    $author = get_userdata((int) ($post['post_author'] ?? 0));
    $question = ['id' => wp_generate_uuid4(), 'text' => text_of($post), 'markup' => 'html', 'channel' => 'blog', 'posted_at' => time_of($post)];
    if ($post['post_status'] === 'private') $question['audience'] = 'staff';
    if ($author) $question['author'] = $author->display_name;
    return $question;
}
