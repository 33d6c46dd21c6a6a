const BASE = 'https://bandit.readthedocs.io/en/latest/';

/** Names of bandit's plugins, which its pages are called by; tests of forbidden calls and imports share two pages. */
const PLUGINS =
  'B101 assert_used|B102 exec_used|B103 set_bad_file_permissions|B104 hardcoded_bind_all_interfaces|B105 hardcoded_password_string|' +
  'B106 hardcoded_password_funcarg|B107 hardcoded_password_default|B108 hardcoded_tmp_directory|B110 try_except_pass|' +
  'B112 try_except_continue|B113 request_without_timeout|B201 flask_debug_true|B202 tarfile_unsafe_members|B324 hashlib|' +
  'B501 request_with_no_cert_validation|B502 ssl_with_bad_version|B503 ssl_with_bad_defaults|B504 ssl_with_no_version|' +
  'B505 weak_cryptographic_key|B506 yaml_load|B507 ssh_no_host_key_verification|B508 snmp_insecure_version|' +
  'B509 snmp_weak_cryptography|B601 paramiko_calls|B602 subprocess_popen_with_shell_equals_true|' +
  'B603 subprocess_without_shell_equals_true|B604 any_other_function_with_shell_equals_true|B605 start_process_with_a_shell|' +
  'B606 start_process_with_no_shell|B607 start_process_with_partial_path|B608 hardcoded_sql_expressions|' +
  'B609 linux_commands_wildcard_injection|B610 django_extra_used|B611 django_rawsql_used|B612 logging_config_insecure_listen|' +
  'B613 trojansource|B614 pytorch_load|B615 huggingface_unsafe_download|B701 jinja2_autoescape_false|' +
  'B702 use_of_mako_templates|B703 django_mark_safe|B704 markupsafe_markup_xss';

const PAGES: ReadonlyMap<string, string> = new Map(
  PLUGINS.split('|').map((plugin) => [plugin.slice(0, 4), `plugins/${plugin.toLowerCase().replace(' ', '_')}.html`]),
);

/** Address of bandit's own page about a test. */
export function findBanditPage(id: string): string {
  const page = PAGES.get(id);
  if (page !== undefined) return `${BASE}${page}`;
  if (/^B3\d\d$/.test(id)) return `${BASE}blacklists/blacklist_calls.html`;
  return /^B4\d\d$/.test(id) ? `${BASE}blacklists/blacklist_imports.html` : BASE;
}
