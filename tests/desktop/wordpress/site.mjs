// A WordPress of its own: Debian's files, a database and a web server that end with the tests, the plugin loaded as "must use".
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hallpass, start, until, work } from '../npm/harness.mjs';

const plugin = fileURLToPath(new URL('../../../cli/wordpress/hallpass.php', import.meta.url));
const socket = join(work, 'database.sock');
const root = join(work, 'site');
export const program = join(work, 'program'); // stands for hallpass: hands on to it, or goes wrong as "mode" says
export const asked = join(work, 'asked'); // the last question that it got

const QUIET = ['-d', 'log_errors=0', '-d', 'sendmail_path=/bin/true']; // WordPress tells its administrator by mail

const PROGRAM = `#!/bin/sh
case $(cat ${work}/mode) in
slow) exec sleep 60 ;;
crash) kill -SEGV $$ ;;
silent) exit 0 ;;
deaf) exec <&- ; echo '{"schema":"hallpass.report/1"' ; exit 0 ;;
other) cat >/dev/null ; echo '{"schema":"hallpass.report/1","id":"x","verdict":"pass","complete":true,"digest":"00","findings":[]}' ; exit 0 ;;
another) sed 's/"text":"[^"]*"/"text":"Fractions."/' | "${hallpass}" "$@" ; exit $? ;;
status) "${hallpass}" "$@" ; exit 1 ;;
policy) exec "${hallpass}" "$@" --policy=nowhere ;;
*) tee ${asked} | "${hallpass}" "$@" ;;
esac
`;

/** real, or a way of going wrong. */
export const mode = (name) => writeFileSync(join(work, 'mode'), name);
export const question = () => JSON.parse(readFileSync(asked, 'utf8'));
export const forget = () => writeFileSync(asked, '{}');
export function absent(isAbsent) {
  if (isAbsent) return rmSync(program);
  writeFileSync(program, PROGRAM);
  chmodSync(program, 0o755);
}

const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => { const { port } = server.address(); server.close(() => resolve(port)); });
});

export const sql = (query) => execFileSync('mariadb', ['--no-defaults', `--socket=${socket}`, '-N', '-r', 'site', '-e', query], { encoding: 'utf8', env: { ...process.env, MYSQL_HOME: work } }).replace(/\n$/, '');
/** A column of a post as the database has it. */
export const column = (id, name) => Buffer.from(sql(`SELECT HEX(${name}) FROM wp_posts WHERE ID=${Number(id)}`), 'hex').toString();
export const latest = () => Number(sql("SELECT MAX(ID) FROM wp_posts WHERE post_type='post'"));

let database;

/** Before its files are removed. */
export async function closeSite() {
  database.kill();
  await until('the end of the database', () => database.exitCode !== null || database.signalCode !== null);
}

async function startDatabase() {
  const data = join(work, 'data'), me = execFileSync('id', ['-un'], { encoding: 'utf8' }).trim();
  const user = me === 'root' ? 'mysql' : me;
  mkdirSync(data);
  if (me === 'root') {
    const id = (flag) => Number(execFileSync('id', [flag, user], { encoding: 'utf8' }));
    chownSync(data, id('-u'), id('-g'));
    chownSync(work, id('-u'), id('-g'));
  }
  execFileSync('mariadb-install-db', ['--no-defaults', `--datadir=${data}`, `--user=${user}`, '--auth-root-authentication-method=normal', '--skip-test-db'], { stdio: 'pipe' });
  database = start('/usr/sbin/mariadbd', ['--no-defaults', `--datadir=${data}`, `--user=${user}`, '--skip-networking', `--socket=${socket}`, `--pid-file=${work}/database.pid`]);
  const answers = () => { try { execFileSync('mariadb', ['--no-defaults', '-uroot', `--socket=${socket}`, '-e', 'CREATE DATABASE IF NOT EXISTS site CHARACTER SET utf8mb4'], { stdio: 'pipe' }); return true; } catch { return false; } };
  await until(`the database ${database.messages}`, answers, 60000);
}

// What a site's wp-config.php says; the second file stands for a site's own choices and for other plugins.
const config = (origin) => `<?php
define('DB_NAME', 'site'); define('DB_USER', 'root'); define('DB_PASSWORD', ''); define('DB_HOST', 'localhost:${socket}'); define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
foreach (['AUTH_KEY', 'SECURE_AUTH_KEY', 'LOGGED_IN_KEY', 'NONCE_KEY', 'AUTH_SALT', 'SECURE_AUTH_SALT', 'LOGGED_IN_SALT', 'NONCE_SALT'] as $key) define($key, "made up $key");
$table_prefix = 'wp_';
define('WP_ENVIRONMENT_TYPE', 'local'); define('DISABLE_WP_CRON', true); define('WP_HTTP_BLOCK_EXTERNAL', true); define('WP_DEBUG', true); define('WP_DEBUG_DISPLAY', false); define('WP_DEBUG_LOG', '${work}/php.log');
define('WP_HOME', '${origin}'); define('WP_SITEURL', '${origin}');
define('HALLPASS_PROGRAM', '${program}'); define('HALLPASS_SECONDS', 2);
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
`;
const OTHERS = `<?php
require '${plugin}';
add_filter('use_block_editor_for_post', fn($use) => empty($_COOKIE['classic']) && $use);
add_filter('wp_insert_post_data', function ($data) { if (strpos($data['post_content'], 'ADD-LATE') !== false) $data['post_content'] .= ' Maya Ruiz failed her math test.'; return $data; });
`;

const INSTALL = `
define('WP_INSTALLING', true);
require '${root}/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('A school blog', 'teacher', 'teacher@example.org', false, '', 'made up passphrase');
$author = wp_insert_user(['user_login' => 'ana', 'user_pass' => 'made up passphrase', 'user_email' => 'ana@example.org', 'role' => 'author', 'locale' => 'es_ES', 'display_name' => 'Ana Prado']);
foreach (['teacher' => 1, 'ana' => $author] as $name => $id) {
    update_user_meta($id, 'wp_persisted_preferences', ['core/edit-post' => ['welcomeGuide' => false]]);
    echo $name, '=', WP_Application_Passwords::create_new_application_password($id, ['name' => 'test'])[0], "\\n";
}
`;

/** {origin, keys: {user: application password}} */
export async function openSite() {
  absent(false);
  mode('real');
  forget();
  await startDatabase();
  cpSync('/usr/share/wordpress', root, { recursive: true, dereference: true });
  const origin = `http://127.0.0.1:${await freePort()}`;
  writeFileSync(join(root, 'wp-config.php'), config(origin));
  mkdirSync(join(root, 'wp-content/mu-plugins'), { recursive: true });
  writeFileSync(join(root, 'wp-content/mu-plugins/hallpass.php'), OTHERS);
  const told = execFileSync('php', [...QUIET, '-r', INSTALL], { encoding: 'utf8', env: { ...process.env, HTTP_HOST: origin.slice(7) } });
  const keys = Object.fromEntries(told.trim().split('\n').map((line) => line.split('=')));
  start('php', [...QUIET, '-S', origin.slice(7), '-t', root]);
  await until('the site', () => fetch(`${origin}/?rest_route=/`).then((r) => r.ok, () => false), 30000);
  return { origin, keys };
}
