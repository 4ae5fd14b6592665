<?php
/** What both editors show: editor.js asks before the form of the classic editor is sent, and hears what REST refuses to the block editor. */
namespace Hallpass;

final class Editors
{
    public static function open(): void
    {
        add_action('admin_enqueue_scripts', [self::class, 'bring']);
        add_action('admin_notices', [self::class, 'notice']);
        add_action('rest_api_init', [self::class, 'route']);
    }

    /** Inline, so that the plugin may stand anywhere on the server, also outside of what it serves. */
    public static function bring(): void
    {
        wp_register_style('hallpass', false, ['wp-admin'], null);
        wp_add_inline_style('hallpass', file_get_contents(__DIR__ . '/editor.css'));
        wp_enqueue_style('hallpass');
        wp_register_script('hallpass', false, ['wp-api-fetch'], null, true);
        $words = wp_json_encode(['lang' => language(), 'words' => catalogue()[language()]], JSON_HEX_TAG | JSON_HEX_AMP);
        wp_add_inline_script('hallpass', "window.hallpass = $words;\n" . file_get_contents(__DIR__ . '/editor.js'));
        wp_enqueue_script('hallpass');
    }

    /** The verdict on what stands in the editor, as a save would meet it. */
    public static function route(): void
    {
        register_rest_route('hallpass/v1', '/check', [
            'methods' => 'POST',
            'callback' => fn(\WP_REST_Request $request) => self::check($request),
            'permission_callback' => fn(\WP_REST_Request $request) => current_user_can('edit_post', (int) $request['post_ID']),
            'args' => ['post_ID' => ['type' => 'integer', 'required' => true]],
        ]);
    }

    private static function check(\WP_REST_Request $request): array
    {
        $stored = get_post((int) $request['post_ID'], ARRAY_A);
        $typed = array_filter(array_intersect_key($request->get_json_params() ?? [], $stored), 'is_string');
        $post = sanitize_post(wp_slash(array_diff_key($typed, ['ID' => 0]) + $stored), 'db');
        $post = wp_unslash($post);
        return is_unchanged($post, $stored) ? ['state' => 'pass'] : Verdict::of($post)->told();
    }

    /** After a form that came without editor.js, or that it could not hold. What was found is asked anew: it is stored nowhere. */
    public static function notice(): void
    {
        global $post;
        if (($_GET['hallpass'] ?? '') !== 'held' || !$post || !current_user_can('edit_post', $post->ID)) return;
        $public = is_published($post->post_status);
        $newer = $public ? wp_get_post_autosave($post->ID, get_current_user_id()) : $post;
        $told = Verdict::of(['post_status' => 'publish'] + get_post($newer ?: $post, ARRAY_A))->told();
        echo '<div class="notice notice-error hallpass-notice"><p><strong>', esc_html(say($public ? 'kept_public' : 'kept_draft')), '</strong></p>';
        echo '<p>', esc_html("{$told['title']} {$told['next']}"), '</p><ul>';
        foreach ($told['findings'] as $f) printf('<li><strong>%s: %s</strong> <q>%s</q><br>%s %s</li>', ...array_map('esc_html', [$f['level'], $f['title'], $f['quote'], $f['why'], $f['do']]));
        echo '</ul></div>';
    }
}
