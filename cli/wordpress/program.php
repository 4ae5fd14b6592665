<?php
/**
 * Asks hallpass on this server, through a pipe.
 *
 * A pipe, not a port: there is no address that another account could reach and no token that it could learn; the text is on no
 * command line; and the program shuts itself in before it reads. wp-config.php says where it is, so that nobody who
 * reaches WordPress's own settings can have another program run:
 *   HALLPASS_PROGRAM  its path (/usr/bin/hallpass)
 *   HALLPASS_OPTIONS  a list of options of "hallpass check": --policy=FILE, --roster=FILE, --account=school
 *   HALLPASS_SECONDS  how long an answer may take (10)
 */
namespace Hallpass;

const CAP = 1 << 20; // bytes that the program takes
const ANSWER = 8 << 20; // bytes of an answer that are read

function setting(string $name, $usual)
{
    return defined("HALLPASS_$name") ? constant("HALLPASS_$name") : $usual;
}

/** Writes and reads by turns until the program has closed its end. [output, messages], or null: the time or ANSWER is over. */
function converse(array $pipes, string $input, float $end): ?array
{
    [$in, $out, $err] = $pipes;
    $got = [(int) $out => '', (int) $err => ''];
    foreach ($pipes as $pipe) stream_set_blocking($pipe, false);
    while ($pipes) {
        $read = array_values(array_filter($pipes, fn($pipe) => $pipe !== $in));
        $write = in_array($in, $pipes, true) ? [$in] : [];
        $none = null;
        $left = $end - microtime(true);
        if ($left <= 0 || stream_select($read, $write, $none, 0, (int) min(200000, $left * 1e6)) === false) return null;
        if ($write) {
            $sent = @fwrite($in, $input);
            $input = $sent === false ? '' : substr($input, $sent); // false: it reads no more
            if ($input === '') {
                fclose($in);
                $pipes = array_filter($pipes, fn($pipe) => $pipe !== $in);
            }
        }
        foreach ($read as $pipe) {
            $got[(int) $pipe] .= fread($pipe, 65536);
            if (strlen($got[(int) $pipe]) > ANSWER) return null;
            if (feof($pipe)) $pipes = array_filter($pipes, fn($other) => $other !== $pipe);
        }
    }
    return array_values($got);
}

/** The status once it has ended; null: it does not end in time. */
function status_of($process, float $end): ?int
{
    for (;;) {
        $state = proc_get_status($process);
        if (!$state['running']) return $state['signaled'] ? -1 : $state['exitcode'];
        if (microtime(true) >= $end) return null;
        usleep(1000);
    }
}

/** [status, output, messages], or the name of what went wrong: missing, late. */
function run(array $command, string $input)
{
    if (!function_exists('proc_open') || !is_executable($command[0])) return 'missing';
    $end = microtime(true) + (float) setting('SECONDS', 10);
    $process = proc_open($command, [['pipe', 'r'], ['pipe', 'w'], ['pipe', 'w']], $pipes, '/', ['PATH' => '/usr/bin:/bin']);
    if (!is_resource($process)) return 'missing';
    $heard = converse($pipes, $input, $end);
    $status = $heard ? status_of($process, $end) : null;
    if ($status === null) proc_terminate($process, 9);
    foreach ($pipes as $pipe) if (is_resource($pipe)) fclose($pipe);
    proc_close($process);
    return $status === null ? 'late' : [$status, ...$heard];
}

/** [report, exit status, messages] for a question; or the name of what went wrong: missing, late, large, text. */
function ask(array $question)
{
    $line = json_encode($question, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
    if ($line === false) return 'text';
    if (strlen($line) > CAP) return 'large';
    $command = [setting('PROGRAM', '/usr/bin/hallpass'), 'check', '--input=jsonl', '--format=jsonl', '--fail-on=review', '--unmask',
        ...array_values((array) setting('OPTIONS', []))];
    $heard = run($command, "$line\n");
    if (is_string($heard)) return $heard;
    [$status, $output, $messages] = $heard;
    return [json_decode($output, true), $status, $messages];
}
