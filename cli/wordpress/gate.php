<?php
/**
 * Holds what is saved. Every way to save a post goes through wp_insert_post, and so through two doors here:
 *   refuse()  before anything is written: the whole save fails, and whoever asked keeps the text
 *   keep()    last of all, when the columns are as the database will get them: what may not go out is written as a draft, and of
 *             what is public already the old text stays
 * The form of the classic editor would lose what was typed when a save fails, so only the second is for it.
 */
namespace Hallpass;

final class Gate
{
    private static ?Verdict $refused = null; // the last that was held in this request
    private static array $said = []; // what the person says to it

    public static function open(): void
    {
        add_filter('wp_insert_post_empty_content', [self::class, 'refuse'], PHP_INT_MAX, 2);
        add_filter('wp_insert_post_data', [self::class, 'keep'], PHP_INT_MAX, 2);
        add_filter('rest_request_before_callbacks', [self::class, 'hear_rest'], 10, 3);
        add_filter('rest_request_after_callbacks', [self::class, 'answer_rest'], PHP_INT_MAX);
        add_filter('redirect_post_location', [self::class, 'answer_form']);
    }

    /** Null: it may be saved as it is. */
    private static function held(array $post, int $id): ?Verdict
    {
        if (!is_published($post['post_status'] ?? '') || !is_read($post['post_type'] ?? '')) return null;
        $before = $id ? get_post($id, ARRAY_A) : null;
        if ($before && is_unchanged($post, $before)) return null;
        $verdict = Verdict::of($post);
        return $verdict->lets_go(self::is_form() ? self::said_in_form() : self::$said) ? null : (self::$refused = $verdict);
    }

    private static function is_form(): bool
    {
        return is_admin() && ($GLOBALS['pagenow'] ?? '') === 'post.php' && ($_POST['action'] ?? '') === 'editpost';
    }

    /** It shows the message of an answer that is called good, and of no other. */
    private static function is_quick_edit(): bool
    {
        return wp_doing_ajax() && ($_POST['action'] ?? '') === 'inline-save';
    }

    /** WordPress has checked the form's nonce before it saves. */
    private static function said_in_form(): array
    {
        $said = wp_unslash($_POST['hallpass'] ?? []);
        return is_array($said) ? $said : [];
    }

    public static function refuse($empty, array $slashed): bool
    {
        if ($empty || self::is_form()) return (bool) $empty;
        $held = self::held(wp_unslash($slashed), (int) ($slashed['ID'] ?? 0));
        $html = wp_doing_ajax() || is_admin();
        $speaks = $html || defined('XMLRPC_REQUEST') || defined('WP_CLI');
        if ($held && $speaks) wp_die($html ? esc_html($held->message()) : $held->message(), 'hallpass', ['response' => self::is_quick_edit() ? 200 : 403, 'back_link' => true]);
        return $held !== null;
    }

    public static function keep(array $slashed, array $asked): array
    {
        $id = (int) ($asked['ID'] ?? 0);
        if (!self::held(wp_unslash($slashed), $id)) return $slashed;
        $before = $id ? get_post($id, ARRAY_A) : null;
        if (!$before || !is_published($before['post_status'])) return ['post_status' => 'draft', 'post_name' => ''] + $slashed;
        if (function_exists('wp_create_post_autosave')) wp_create_post_autosave(['post_ID' => $id, 'post_type' => $before['post_type']] + $slashed);
        $seen = ['post_title', 'post_content', 'post_excerpt', 'post_name', 'post_status', 'post_password', 'post_date', 'post_date_gmt'];
        return wp_slash(array_intersect_key($before, array_flip($seen))) + $slashed;
    }

    public static function hear_rest($response, $handler, \WP_REST_Request $request)
    {
        self::$said = array_filter((array) $request->get_param('hallpass'), 'is_string');
        self::$refused = null;
        return $response;
    }

    public static function answer_rest($response)
    {
        if (!self::$refused) return $response;
        $held = self::$refused;
        self::$refused = null;
        return new \WP_Error('hallpass_held', $held->message(), ['status' => 403, 'hallpass' => $held->told()]);
    }

    public static function answer_form(string $address): string
    {
        return self::$refused ? add_query_arg('hallpass', 'held', remove_query_arg('message', $address)) : $address;
    }
}
