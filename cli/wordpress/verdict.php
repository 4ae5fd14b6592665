<?php
/** What hallpass says of a post, understood. Whatever is not a whole answer to this very text is trouble, and trouble publishes nothing. */
namespace Hallpass;

function shorten(string $text): string
{
    return mb_strlen($text) > 120 ? mb_substr($text, 0, 119) . '…' : $text;
}

final class Verdict
{
    private const STRICT = ['yes' => 0, 'reason' => 1, 'no' => 2];

    public string $state = 'trouble'; // pass, review, hold, trouble
    public string $override = 'no'; // whether a person may go on: yes, reason, no
    public string $trouble = 'other'; // missing, late, large, text, policy, unchecked, other
    public string $messages = ''; // what the program said to whoever looks after it
    public array $findings = [];
    public string $digest; // of the text, BLAKE2b-256 in hexadecimal digits

    private static array $known = []; // one question a text, however often a save asks

    public static function of(array $post): self
    {
        $question = question_of($post);
        $same = md5(wp_json_encode(array_diff_key($question, ['id' => 0, 'posted_at' => 0])));
        return self::$known[$same] ??= new self($question);
    }

    private function __construct(array $question)
    {
        $this->digest = bin2hex(sodium_crypto_generichash($question['text']));
        if (trim($question['text']) === '') {
            $this->state = 'pass';
            return;
        }
        $answer = ask($question);
        if (is_string($answer)) {
            $this->trouble = $answer;
            return;
        }
        [$report, $status, $this->messages] = $answer;
        $this->understand($question, $report, $status);
    }

    private function understand(array $question, $report, int $status): void
    {
        if ($status === 2) $this->trouble = 'policy';
        if (!in_array($status, [0, 1, 3], true) || !$this->is_answer($question, $report)) return;
        $this->findings = $report['findings'];
        if ($report['complete'] !== true || $status === 3) {
            $this->trouble = 'unchecked';
        } elseif ($report['verdict'] === 'pass' ? $status === 0 : $status === 1) {
            $this->state = $report['verdict'];
            $this->override = $this->strictest();
        }
    }

    private function is_answer(array $question, $report): bool
    {
        return is_array($report) && ($report['schema'] ?? '') === 'hallpass.report/1' && ($report['id'] ?? '') === $question['id'] &&
            ($report['digest'] ?? '') === $this->digest && in_array($report['verdict'] ?? '', ['pass', 'review', 'hold'], true) &&
            is_bool($report['complete'] ?? null) && is_array($report['findings'] ?? null) && array_filter($report['findings'], 'is_array') === $report['findings'];
    }

    private function strictest(): string
    {
        $strictest = $this->state === 'hold' ? 2 : 0;
        $holds = array_filter($this->findings, fn($f) => ($f['severity'] ?? 'hold') === 'hold');
        if ($holds) $strictest = max(array_map(fn($f) => self::STRICT[$f['override'] ?? 'no'] ?? 2, $holds));
        return array_search($strictest, self::STRICT, true);
    }

    /** @param array $said {digest, reason}: a person's word that this very text shall go out all the same */
    public function lets_go(array $said): bool
    {
        if ($this->state === 'pass') return true;
        if (!hash_equals($this->digest, (string) ($said['digest'] ?? ''))) return false;
        return $this->override === 'yes' || ($this->override === 'reason' && mb_strlen(trim((string) ($said['reason'] ?? ''))) >= 3);
    }

    public function title(): string
    {
        return say($this->state);
    }

    public function next(): string
    {
        if ($this->state === 'trouble') return say($this->trouble);
        return say($this->state === 'hold' ? "hold_{$this->override}" : 'review_next');
    }

    /** For a client, or null after a pass. Findings quote the post: this goes to its author, never into a log. */
    public function told(): array
    {
        $shown = fn($f) => ['severity' => $f['severity'] ?? 'hold', 'level' => say('level_' . ($f['severity'] ?? 'hold')), 'title' => $f['title'] ?? '', 'why' => $f['why'] ?? '',
            'do' => $f['do'] ?? '', 'quote' => shorten((string) ($f['text'] ?? ''))];
        return ['state' => $this->state, 'override' => $this->override, 'digest' => $this->digest, 'title' => $this->title(), 'next' => $this->next(),
            'findings' => array_map($shown, $this->findings), 'messages' => current_user_can('manage_options') ? $this->messages : ''];
    }

    /** In a few words, none of them the post's own. */
    public function message(): string
    {
        $titles = array_unique(array_map(fn($f) => $f['title'] ?? '', $this->findings));
        return trim(say('not_published') . ' ' . $this->title() . ' ' . ($titles ? implode('; ', $titles) . '. ' : '') . $this->next());
    }
}
