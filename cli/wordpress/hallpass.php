<?php
/**
 * Plugin Name: hallpass
 * Description: Before a post is published, hallpass on this server reads what in it could identify a student. What it holds stays unpublished.
 * Version: 1.0.0
 * Requires at least: 6.1
 * Requires PHP: 7.4
 *
 * cli/doc/wordpress.md tells how to install and set it up. The order: text.php makes the question, program.php asks it,
 * verdict.php understands the answer, gate.php holds what is saved, editors.php and editor.js show it.
 */
namespace Hallpass;

if (!defined('ABSPATH')) exit;

require_once __DIR__ . '/words.php';
require_once __DIR__ . '/text.php';
require_once __DIR__ . '/program.php';
require_once __DIR__ . '/verdict.php';
require_once __DIR__ . '/gate.php';
require_once __DIR__ . '/editors.php';

Gate::open();
Editors::open();
