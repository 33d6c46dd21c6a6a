/**
 * Where the product deviates from the recorded vectors on purpose: per file and case, the reason (ruling number, or the
 * section of the engine specification whose BETTER line asks for it) and what the product answers instead. Nothing else
 * deviates; a listed case that no longer deviates fails its test.
 */
export interface Deviation {
  /** `ruling 4`, or `BETTER §12.2`, then the reason in a few words. */
  readonly because: string;
  /** What the product answers; when left out, the golden file `golden/vectors/<file>/<case>.json` has it. */
  readonly ours?: unknown;
}

export type DeviationTable = Readonly<Record<string, Readonly<Record<string, Deviation>>>>;

export const deviations: DeviationTable = {
  ai_gate: {
    "scan ai=0 no_ai=0 CI='' config=None": { because: 'ruling 20: only when asked for', ours: false },
    "scan ai=0 no_ai=0 CI='yes' config=None": { because: 'ruling 20: only when asked for', ours: false },
    "scan ai=0 no_ai=0 CI='0' config=None": { because: 'ruling 20: only when asked for', ours: false },
    "scan ai=0 no_ai=0 CI='false' config=None": { because: 'ruling 20: only when asked for', ours: false },
    "scan ai=0 no_ai=0 CI='true' config=True": { because: 'ruling 20: off in CI unless --ai is given', ours: false },
  },
  api_compare: {
    'line shift becomes new + fixed': { because: 'ruling 9: matched by fingerprint' },
    'title change becomes new + fixed': { because: 'ruling 9: matched by fingerprint' },
    'rule change is unchanged': { because: 'ruling 9: matched by fingerprint' },
  },
  baseline_read: {
    'empty file': { because: 'BETTER §15 (cli.md §3): one strict reader' },
    malformed: { because: 'BETTER §15 (cli.md §3): one strict reader' },
    'object without findings': { because: 'BETTER §15 (cli.md §3): one strict reader' },
    'list of strings': { because: 'BETTER §15 (cli.md §3): one strict reader' },
    'empty fingerprints skipped': { because: 'BETTER §15 (cli.md §3): one strict reader' },
    'findings not a list': { because: 'BETTER §15 (cli.md §3): one strict reader' },
    scalar: { because: 'BETTER §15 (cli.md §3): one strict reader' },
    null: { because: 'BETTER §15 (cli.md §3): one strict reader' },
    'unknown version accepted': { because: 'BETTER §15 (cli.md §3): one strict reader' },
  },
  baseline_write: {
    typical: { because: 'ruling 2: fingerprint version, numbered identities; ruling 1: order' },
    empty: { because: 'ruling 2: the fingerprint version is stored with baselines' },
    'output beside target': { because: 'ruling 2: the fingerprint version is stored with baselines' },
    'target is a subdirectory': { because: 'ruling 2: the fingerprint version is stored with baselines' },
    'target equals output directory': { because: 'ruling 2: the fingerprint version is stored with baselines' },
    'duplicate scan types': { because: 'ruling 2: the fingerprint version is stored with baselines' },
  },
  cli_exit_codes: {
    'unknown output': { because: 'cli.md §4.1: csv and junit are formats of diff too' },
    'missing snapshot file': { because: 'BETTER §1.2: the reason is a sentence of ours, with the file first' },
    'malformed snapshot': { because: 'BETTER §1.2: the reason names the file' },
    'schema-invalid snapshot': { because: 'cli.md §4.4: exit 2 with index and field instead of a crash' },
    'default output when piped': { because: 'cli.md §7: the documented comment' },
    text: { because: 'cli.md §4.6: the documented layout' },
    json: { because: 'cli.md §4.7: further keys, final newline' },
    'gate high': { because: 'cli.md §4.5: says why it fails' },
    'gate info': { because: 'cli.md §4.5: says why it fails' },
    'gate invalid word': { because: 'cli.md §4.1: none is a gate', ours: { exit_code: 0, stderr: '' } },
    'gate with no-suppress': { because: 'cli.md §4.5: says why it fails' },
    'config fail_on_severity has no effect': { because: 'BETTER §1.7: the configured gate holds' },
    'baseline flag': { because: 'cli.md §4.5: says why it fails' },
    'missing baseline file only warns': { because: 'BETTER §2.9: a mistyped baseline must not change the gate' },
    'invalid config stops the run': { because: 'cli.md §1.8: lint lines and exit 2 instead of a crash' },
    'compare needs two arguments': { because: 'cli.md §5: one argument is the baseline' },
    'scan ai and no-ai': { because: 'cli.md §1.9: the message is on stderr' },
    'scan bad type': { because: 'cli.md §1.1: a message of one line in place of a usage block' },
    'config validate discovered error': { because: 'BETTER §6: a discovered file is linted like a named one' },
  },
  compare: {
    'diff: nothing': { because: 'BETTER §16.3 with §30 row 19: the documented layout of the diff text' },
    'diff: only unchanged': { because: 'BETTER §16.3 with §30 row 19: the documented layout of the diff text' },
    'diff: new only': { because: 'BETTER §16.3 with §30 row 19: the documented layout of the diff text' },
    'diff: gone only': { because: 'BETTER §16.3 with §30 row 19: the documented layout of the diff text' },
    'diff: both': { because: 'BETTER §16.3 with §30 row 19: the documented layout of the diff text' },
    'diff: suppressed hidden': { because: 'BETTER §16.3 with §30 row 19: the documented layout of the diff text' },
    'diff: suppressed shown': { because: 'BETTER §16.3 with §30 row 19: the documented layout of the diff text' },
    'diff: all new suppressed and hidden': {
      because: 'BETTER §16.3 with §30 row 19: the documented layout of the diff text',
    },
    'diff: gone suppressed hidden': { because: 'BETTER §16.3 with §30 row 19: the documented layout of the diff text' },
    'diff: gone suppressed shown': { because: 'BETTER §16.3 with §30 row 19: the documented layout of the diff text' },
  },
  compliance_coverage: {
    'no findings': { because: 'ruling 5: documented spelling; DOC §25.2: finer controls' },
    'two findings': { because: 'ruling 5: documented spelling; DOC §25.2: finer controls' },
    'one of everything-ish': { because: 'ruling 5: documented spelling; DOC §25.2: finer controls' },
  },
  compliance_tags: {
    'cwe 89': {
      because: 'ruling 5: documented spelling, finer controls',
      ours: ['CIS-16', 'OWASP-A03', 'PCI-DSS-6.5.1', 'SOC2-PI1'],
    },
    'cwe 79': {
      because: 'ruling 5: documented spelling, finer controls',
      ours: ['CIS-16', 'CIS-9', 'OWASP-A03', 'PCI-DSS-6', 'SOC2-PI1'],
    },
    'cwe 95': {
      because: 'ruling 5; BETTER §25.2: wider weaknesses; DOC: eval is SOC2-CC7.1',
      ours: ['CIS-16', 'OWASP-A03', 'PCI-DSS-6.5.1', 'SOC2-CC7.1'],
    },
    'cwe 798': {
      because: 'ruling 5: documented spelling, finer controls',
      ours: ['CIS-16', 'OWASP-A07', 'PCI-DSS-6', 'PCI-DSS-8', 'SOC2-CC6.1'],
    },
    'cwe 22': { because: 'ruling 5: documented spelling, finer controls', ours: ['OWASP-A01'] },
    'cwe 327': {
      because: 'ruling 5: documented spelling, finer controls',
      ours: ['CIS-3', 'OWASP-A02', 'PCI-DSS-4', 'SOC2-C1'],
    },
    'cwe 319': {
      because: 'ruling 5: documented spelling, finer controls',
      ours: ['CIS-12', 'CIS-3', 'OWASP-A02', 'PCI-DSS-4', 'SOC2-C1'],
    },
    'cwe 918': { because: 'ruling 5: documented spelling, finer controls', ours: ['CIS-16', 'OWASP-A10', 'PCI-DSS-6'] },
    'cwe 502': {
      because: 'ruling 5: documented spelling, finer controls',
      ours: ['CIS-16', 'OWASP-A08', 'PCI-DSS-6', 'SOC2-PI1'],
    },
    'cwe 532': {
      because: 'ruling 5: documented spelling, finer controls',
      ours: ['CIS-8', 'OWASP-A09', 'PCI-DSS-10', 'SOC2-C1', 'SOC2-CC7', 'SOC2-P1'],
    },
    'cwe 1104': {
      because: 'ruling 5: documented spelling, finer controls',
      ours: ['CIS-2', 'CIS-7', 'OWASP-A06', 'SOC2-CC9'],
    },
    'cwe 250': {
      because: 'ruling 5; BETTER §25.2: wider weaknesses',
      ours: ['CIS-5', 'OWASP-A04', 'PCI-DSS-7', 'SOC2-CC6'],
    },
    'bare number': {
      because: 'ruling 5: documented spelling, finer controls',
      ours: ['CIS-16', 'OWASP-A03', 'PCI-DSS-6.5.1', 'SOC2-PI1'],
    },
    'lower case': {
      because: 'ruling 5: documented spelling, finer controls',
      ours: ['CIS-16', 'OWASP-A03', 'PCI-DSS-6.5.1', 'SOC2-PI1'],
    },
    'colon form': {
      because: 'ruling 5: documented spelling, finer controls',
      ours: ['CIS-16', 'OWASP-A03', 'PCI-DSS-6.5.1', 'SOC2-PI1'],
    },
    spaces: {
      because: 'ruling 5: documented spelling, finer controls',
      ours: ['CIS-16', 'OWASP-A03', 'PCI-DSS-6.5.1', 'SOC2-PI1'],
    },
    'long semgrep form does not match': {
      because: 'BETTER §25.2: the number is taken from the text',
      ours: ['CIS-16', 'OWASP-A03', 'PCI-DSS-6.5.1', 'SOC2-PI1'],
    },
    'leading zeros': {
      because: 'BETTER §25.2: the number is taken from the text',
      ours: ['CIS-16', 'OWASP-A03', 'PCI-DSS-6.5.1', 'SOC2-PI1'],
    },
    'two cwes in one string': {
      because: 'BETTER §25.2: several weaknesses',
      ours: ['CIS-16', 'CIS-9', 'OWASP-A03', 'PCI-DSS-6.5.1', 'SOC2-PI1'],
    },
    'keyword in title': {
      because: 'ruling 5: documented spelling, finer controls',
      ours: ['OWASP-A03', 'PCI-DSS-6.5.1', 'SOC2-PI1'],
    },
    'keyword case-insensitive': {
      because: 'ruling 5: documented spelling, finer controls',
      ours: ['OWASP-A03', 'PCI-DSS-6.5.1', 'SOC2-PI1'],
    },
    'keyword only in description': {
      because: 'DOC §25.2: title and description',
      ours: ['OWASP-A03', 'OWASP-A07', 'PCI-DSS-6.5.1', 'PCI-DSS-8', 'SOC2-CC6.1', 'SOC2-PI1'],
    },
    'substring trap: hash': { because: 'BETTER §25.2: whole words', ours: [] },
    'substring trap: exec': { because: 'BETTER §25.2: whole words', ours: [] },
    'substring trap: ips': { because: 'BETTER §25.2: whole words', ours: [] },
    'substring trap: ids': { because: 'BETTER §25.2: whole words', ours: [] },
    'substring trap: random': { because: 'BETTER §25.2: whole words', ours: [] },
    'substring trap: pii': {
      because: 'ruling 5: documented spelling, finer controls',
      ours: ['CIS-3', 'SOC2-C1', 'SOC2-P1'],
    },
    'CVE title': { because: 'ruling 5: documented spelling, finer controls', ours: ['CIS-7', 'OWASP-A06'] },
    'hardcoded password': {
      because: 'ruling 5: documented spelling, finer controls',
      ours: ['OWASP-A07', 'PCI-DSS-8', 'SOC2-CC6.1'],
    },
    firewall: { because: 'ruling 5: documented spelling, finer controls', ours: ['CIS-12', 'PCI-DSS-1.2'] },
    'missing csp header': { because: 'BETTER §25.2: whole words, whatever stands between them', ours: ['CIS-9'] },
    'cwe and keyword union sorted': {
      because: 'DOC §25.2: words only where weakness and rule say nothing',
      ours: ['CIS-16', 'OWASP-A03', 'PCI-DSS-6.5.1', 'SOC2-PI1'],
    },
    'rule id has no effect with shipped data': { because: 'DOC §25.2: B106 is SOC2-CC6.1', ours: ['SOC2-CC6.1'] },
    'title is a semgrep rule id': { because: 'ruling 5: documented spelling, finer controls', ours: ['OWASP-A03'] },
  },
  config_discovery: {},
  config_lint: {
    'unknown key': { because: 'BETTER §13.2: the message names the nearest key' },
    'bad severity': { because: 'BETTER §13.2: the message names the nearest severity' },
    'bad scan type at index': { because: 'BETTER §13.2: own wording with the offending value' },
    'several schema errors': { because: 'BETTER §13.2: own wording with the offending values' },
    'registry ref reported missing': { because: 'BETTER §13.2: registry packs are accepted' },
    'duplicate ignored rule': { because: 'BETTER §14: duplicates are pointed out' },
  },
  config_parse: {
    'version key rejected': { because: 'BETTER §13.2: version 1 is accepted' },
    'upper-case severity': { because: 'BETTER §13.2: severities in any case' },
    'ignored_rules bool-looking item': { because: 'BETTER §13.2: YAML 1.2, in which no is a text' },
    'override key on': { because: 'BETTER §13.2: YAML 1.2, in which on is a text' },
    'fail_on_severity none word': { because: 'BETTER §13.2: none is accepted' },
    'duplicate keys last wins': { because: 'BETTER §13.2: duplicate keys are refused' },
  },
  csv: {
    default: { because: 'BETTER §19.3: RFC 4180, whole text, final newline, further columns at the end' },
    'show suppressed': { because: 'BETTER §19.3: RFC 4180, whole text, final newline, further columns at the end' },
    empty: { because: 'BETTER §19.3: RFC 4180, whole text, final newline, further columns at the end' },
    'empty show suppressed': {
      because: 'BETTER §19.3: RFC 4180, whole text, final newline, further columns at the end',
    },
  },
  dedup: {
    'same severity first wins': {
      because: 'ruling 3: scanner authority first, all witnesses listed',
      ours: {
        keys: ['a.py|3|use of eval', 'a.py|3|use of eval'],
        result: [
          {
            id: 'f-1',
            scanner: 'semgrep',
            severity: 'medium',
            metadata: { also_reported_by: [{ scanner: 'bandit', rule_id: null, severity: 'medium' }] },
          },
        ],
      },
    },
    'second is more severe': {
      because: 'ruling 3: scanner authority first, all witnesses listed',
      ours: {
        keys: ['a.py|3|use of eval', 'a.py|3|use of eval'],
        result: [
          {
            id: 'f-1',
            scanner: 'semgrep',
            severity: 'high',
            metadata: { also_reported_by: [{ scanner: 'bandit', rule_id: null, severity: 'low' }] },
          },
        ],
      },
    },
    'second is less severe': {
      because: 'ruling 3: scanner authority first, all witnesses listed',
      ours: {
        keys: ['a.py|3|use of eval', 'a.py|3|use of eval'],
        result: [
          {
            id: 'f-1',
            scanner: 'semgrep',
            severity: 'low',
            metadata: { also_reported_by: [{ scanner: 'bandit', rule_id: null, severity: 'high' }] },
          },
        ],
      },
    },
    'three reporters': { because: 'ruling 3: scanner authority first, all witnesses listed' },
    'three reporters, first strongest': { because: 'ruling 3: scanner authority first, all witnesses listed' },
    'same scanner twice': {
      because: 'ruling 3: scanner authority first, all witnesses listed',
      ours: {
        keys: ['a.py|3|use of eval', 'a.py|3|use of eval'],
        result: [
          {
            id: 'f-0',
            scanner: 'bandit',
            severity: 'medium',
            metadata: { also_reported_by: [{ scanner: 'bandit', rule_id: null, severity: 'medium' }] },
          },
        ],
      },
    },
    'title case and outer spaces ignored': {
      because: 'ruling 3: scanner authority first, all witnesses listed',
      ours: {
        keys: ['a.py|3|use of eval', 'a.py|3|use of eval'],
        result: [
          {
            id: 'f-1',
            scanner: 'semgrep',
            severity: 'medium',
            metadata: { also_reported_by: [{ scanner: 'bandit', rule_id: null, severity: 'medium' }] },
          },
        ],
      },
    },
    'missing line is line zero': {
      because: 'ruling 3: scanner authority first, all witnesses listed',
      ours: {
        keys: ['a.py|0|use of eval', 'a.py|0|use of eval'],
        result: [
          {
            id: 'f-1',
            scanner: 'semgrep',
            severity: 'medium',
            metadata: { also_reported_by: [{ scanner: 'bandit', rule_id: null, severity: 'medium' }] },
          },
        ],
      },
    },
    'missing file': {
      because: 'ruling 3: scanner authority first, all witnesses listed',
      ours: {
        keys: ['no-file|3|use of eval', 'no-file|3|use of eval'],
        result: [
          {
            id: 'f-1',
            scanner: 'semgrep',
            severity: 'medium',
            metadata: { also_reported_by: [{ scanner: 'bandit', rule_id: null, severity: 'medium' }] },
          },
        ],
      },
    },
    'missing file equals literal no-file': {
      because: 'ruling 3: no path is not the path no-file',
      ours: {
        keys: ['no-file|3|use of eval', 'no-file|3|use of eval'],
        result: [
          { id: 'f-0', scanner: 'bandit', severity: 'medium', metadata: {} },
          { id: 'f-1', scanner: 'semgrep', severity: 'medium', metadata: {} },
        ],
      },
    },
    'prefix b removed from titles': {
      because: 'BETTER §8: a leading b is part of the title',
      ours: {
        keys: ['a.py|3|bad thing', 'a.py|3|ad thing'],
        result: [
          { id: 'f-0', scanner: 'bandit', severity: 'medium', metadata: {} },
          { id: 'f-1', scanner: 'semgrep', severity: 'medium', metadata: {} },
        ],
      },
    },
    'prefix cwe- removed': {
      because: 'ruling 3: scanner authority first, all witnesses listed',
      ours: {
        keys: ['a.py|3|79 xss', 'a.py|3|79 xss'],
        result: [
          {
            id: 'f-1',
            scanner: 'semgrep',
            severity: 'medium',
            metadata: { also_reported_by: [{ scanner: 'bandit', rule_id: null, severity: 'medium' }] },
          },
        ],
      },
    },
    'prefix chain b then cwe- then rule-': {
      because: 'BETTER §8: a leading b is part of the title',
      ours: {
        keys: ['a.py|3|bcwe-rule-x', 'a.py|3|x'],
        result: [
          { id: 'f-0', scanner: 'bandit', severity: 'medium', metadata: {} },
          { id: 'f-1', scanner: 'semgrep', severity: 'medium', metadata: {} },
        ],
      },
    },
    'only first 60 code points of title': { because: 'BETTER §8: the whole title counts' },
    '60 code points with emoji': { because: 'BETTER §8: the whole title counts' },
    'rule id is not part of the key': {
      because: 'ruling 3: scanner authority first, all witnesses listed',
      ours: {
        keys: ['a.py|3|use of eval', 'a.py|3|use of eval'],
        result: [
          {
            id: 'f-1',
            scanner: 'semgrep',
            severity: 'medium',
            metadata: { also_reported_by: [{ scanner: 'bandit', rule_id: 'R1', severity: 'medium' }] },
          },
        ],
      },
    },
    'output order is first-seen key order': { because: 'ruling 3: scanner authority first, all witnesses listed' },
    'existing metadata kept': { because: 'ruling 3: scanner authority first, all witnesses listed' },
    'info vs low': {
      because: 'ruling 3: scanner authority first, all witnesses listed',
      ours: {
        keys: ['a.py|3|use of eval', 'a.py|3|use of eval'],
        result: [
          {
            id: 'f-1',
            scanner: 'semgrep',
            severity: 'low',
            metadata: { also_reported_by: [{ scanner: 'bandit', rule_id: null, severity: 'info' }] },
          },
        ],
      },
    },
  },
  diff_classify: {
    'second instance in the same file is invisible without snippets': {
      because: 'BETTER §16.2: classified as multisets',
    },
    'identical lines twice still collapse': { because: 'BETTER §16.2: classified as multisets' },
    'duplicates inside one side: first kept': { because: 'BETTER §16.2: classified as multisets' },
  },
  diff_position: {
    'path with space carries trailing tab': {
      because: 'BETTER §23: the TAB behind a name is no part of it',
      ours: { 'my file.py': { '1': 2 } },
    },
    'removed line that begins with dashes': {
      because: 'BETTER §23: the counts of the hunk header say where a hunk ends',
      ours: { 'a.sql': { '1': 1, '2': 3, '3': 4 } },
    },
    'added line that begins with pluses': {
      because: 'BETTER §23: the counts of the hunk header say where a hunk ends',
      ours: { 'a.c': { '1': 1, '2': 2, '3': 3 } },
    },
    'combined diff header not understood': {
      because: 'BETTER §23: combined diffs',
      ours: { 'a.py': { '1': 1, '2': 2 } },
    },
  },
  fingerprint: {},
  first_sentence: {},
  host_baseline: {
    'target: sshd defaults (keys absent)': { because: 'BETTER \u00a75.4: absent sshd keywords have insecure defaults' },
    'target: sshd commented out': { because: 'BETTER \u00a75.4: absent sshd keywords have insecure defaults' },
    'target: sshd mixed case value': { because: 'BETTER \u00a75.4: absent sshd keywords have insecure defaults' },
    'target: sshd prohibit-password': { because: 'BETTER \u00a75.4: absent sshd keywords have insecure defaults' },
    'target: sshd first occurrence decides': {
      because: 'BETTER \u00a75.4: absent sshd keywords have insecure defaults',
    },
    'target: sshd protocol list': { because: 'BETTER \u00a75.4: absent sshd keywords have insecure defaults' },
    'target: sshd lower-case keyword not seen': {
      because: 'BETTER \u00a75.4: sshd keywords have no case; absent ones have insecure defaults',
    },
    'target: sshd indented and equals sign': { because: 'BETTER \u00a75.4: `=` is allowed between keyword and value' },
    'target: passwd group writable': {
      because: 'BETTER \u00a71.2: texts name the path on the host, not where the target lies',
    },
    'target: passwd executable': {
      because: 'BETTER \u00a71.2: texts name the path on the host, not where the target lies',
    },
    'target: shadow world readable': {
      because: 'BETTER \u00a71.2: texts name the path on the host, not where the target lies',
    },
    'target: shadow setuid bit': {
      because: 'BETTER \u00a71.2: texts name the path on the host, not where the target lies',
    },
    'target: all three bad': {
      because: 'BETTER \u00a71.2 and \u00a75.4: path on the host; absent sshd keyword; `!!` is a locked account',
    },
    'target: shadow double bang': { because: 'BETTER \u00a75.4: `!!` is a locked account, at most info' },
    'target: shadow empty password is ignored': { because: 'BETTER \u00a75.4: an empty password is critical' },
    'host: sudoers narrow with ALL inside a word': {
      because: 'BETTER \u00a75.4: NOPASSWD commands are matched as words',
    },
    'host: env secrets': { because: 'BETTER \u00a75.4: values are never shown, not even in part' },
    'host: listening ports via ss': { because: 'BETTER \u00a75.4: [::] is every address too' },
  },
  json_export: {
    default: {
      because:
        'ruling 1, ruling 4 and BETTER §1.2: canonical order, wire keys, ids from content, plain UTF-8, final newline',
    },
    'show suppressed': {
      because:
        'ruling 1, ruling 4 and BETTER §1.2: canonical order, wire keys, ids from content, plain UTF-8, final newline',
    },
    empty: { because: 'BETTER §19.1 (cli.md §2.4): trailing newline', ours: '[]\n' },
  },
  junit: {
    default: { because: 'BETTER §19.4: testsuites, names with their place, file and line, properties' },
    'show suppressed': { because: 'BETTER §19.4: testsuites, names with their place, file and line, properties' },
    empty: { because: 'BETTER §19.4: one passing case in a clean run' },
    'suppressed medium gets two system-out': {
      because: 'BETTER §19.4: testsuites, names with their place, file and line, properties',
    },
  },
  ordering: {
    'file then line then rule then title': {
      because: 'ruling 1: the documented order',
      ours: ['f-4', 'f-3', 'f-1', 'f-0', 'f-2'],
    },
    'missing values collate first': {
      because: 'ruling 1: the documented order',
      ours: ['f-1', 'f-3', 'f-2', 'f-4', 'f-0'],
    },
    'stable for equal keys (scanner is not a key)': {
      because: 'ruling 1: the documented order',
      ours: ['f-1', 'f-2', 'f-0'],
    },
  },
  pr_comment: {
    'all new plain': {
      because: 'BETTER §21 with §30 row 15: headline, table, collapsed details; finding text escaped',
    },
    'all new with links': {
      because: 'BETTER §21 with §30 row 15: headline, table, collapsed details; finding text escaped',
    },
    'repo without sha gives plain': {
      because: 'BETTER §21 with §30 row 15: headline, table, collapsed details; finding text escaped',
    },
    'show suppressed': {
      because: 'BETTER §21 with §30 row 15: headline, table, collapsed details; finding text escaped',
    },
    'show suppressed but none': {
      because: 'BETTER §21 with §30 row 15: headline, table, collapsed details; finding text escaped',
    },
    'fixed only': { because: 'BETTER §21 with §30 row 15: headline, table, collapsed details; finding text escaped' },
    'compare mode': { because: 'BETTER §21 with §30 row 15: headline, table, collapsed details; finding text escaped' },
    'line range': { because: 'BETTER §21 with §30 row 15: headline, table, collapsed details; finding text escaped' },
    'unknown suppression reason listed last': {
      because: 'BETTER §21 with §30 row 15: headline, table, collapsed details; finding text escaped',
    },
    'markdown in title is not escaped': {
      because: 'BETTER §21 with §30 row 15: headline, table, collapsed details; finding text escaped',
    },
    'only suppressed and hidden': { because: 'BETTER §12.1: newly added suppressions are told in the report' },
  },
  review: {
    typical: { because: 'BETTER §22: the suggestion stands on its own line and keeps the source line' },
    'compare mode': { because: 'BETTER §22: the suggestion stands on its own line and keeps the source line' },
    'anchor moves one line up when both lines are in the diff': {
      because: 'BETTER §22: the suggestion stands on its own line and keeps the source line',
    },
    'no line above in diff: natural anchor, no ignore block': {
      because: 'BETTER §22: the suggestion stands on its own line and keeps the source line',
    },
    'json text': { because: 'BETTER §22: the suggestion stands on its own line and keeps the source line' },
    'suppressed findings are NOT filtered': { because: 'BETTER §22: suppressed findings get no comment' },
    'two findings on one line sorted by fingerprint prefix': {
      because: 'BETTER §22: findings of one line share a comment',
    },
  },
  review_marker: {},
  sarif: {
    default: {
      because:
        'BETTER §19.2: relative URIs, both fingerprint keys, locations for all, help, taxonomy, title as message',
    },
    'show suppressed': {
      because:
        'BETTER §19.2: relative URIs, both fingerprint keys, locations for all, help, taxonomy, title as message',
    },
    'failed scan': {
      because:
        'BETTER §19.2: relative URIs, both fingerprint keys, locations for all, help, taxonomy, title as message',
    },
    'no fingerprints: nothing collapsed': {
      because:
        'BETTER §19.2: relative URIs, both fingerprint keys, locations for all, help, taxonomy, title as message',
    },
    empty: {
      because:
        'BETTER §19.2: relative URIs, both fingerprint keys, locations for all, help, taxonomy, title as message',
    },
    'diff mode': {
      because:
        'BETTER §19.2: relative URIs, both fingerprint keys, locations for all, help, taxonomy, title as message',
    },
    'diff mode without refs': {
      because:
        'BETTER §19.2: relative URIs, both fingerprint keys, locations for all, help, taxonomy, title as message',
    },
  },
  sbom: {
    'node package.json': {
      because:
        'BETTER §27.1: a range is no version; optional dependencies count; workspace packages are the project itself; documents as §27.2 and §27.3 ask',
    },
    'node package-lock only': {
      because: 'BETTER §27, DOC: lockfiles are read (§30 row 33)',
    },
    'node yarn.lock only': {
      because: 'BETTER §27, DOC: lockfiles are read (§30 row 33)',
    },
    'python requirements.txt': {
      because: 'BETTER §27: a range is no version, extras keep theirs, names normalised in package URLs',
    },
    'python requirements-dev.txt not read': {
      because: 'BETTER §27, DOC: requirements*.txt are read (§30 row 33)',
    },
    'python Pipfile.lock': {
      because: 'BETTER §27: an entry of git has its address and no made-up version',
    },
    'python poetry.lock only': {
      because: 'BETTER §27, DOC: lockfiles are read (§30 row 33)',
    },
    'python pyproject only': {
      because: 'BETTER §27, DOC: pyproject.toml is read (§30 row 33)',
    },
    'go.mod': {
      because:
        'BETTER §27: percent-encoding; what a directory replaces has no version; documents as §27.2 and §27.3 ask',
    },
    'go.sum only': {
      because: 'BETTER §27, DOC: lockfiles are read (§30 row 33)',
    },
    'rust Cargo.toml': {
      because: 'BETTER §27: a range is no version; build, table and target dependencies count',
    },
    'rust Cargo.lock only': {
      because: 'BETTER §27, DOC: lockfiles are read (§30 row 33)',
    },
    'ruby Gemfile.lock': {
      because:
        'BETTER §27: the platform of a gem is a qualifier, not part of its version; documents as §27.2 and §27.3 ask',
    },
    'ruby git section': {
      because: 'BETTER §27: an entry of git has its address in the package URL',
    },
    'php composer.lock': {
      because: 'BETTER §27: all licences of a package, as an expression; documents as §27.2 and §27.3 ask',
    },
    'multi ecosystem with duplicates': {
      because: 'BETTER §27.1: the range in the second manifest is no version',
    },
    'empty project': {
      because: 'BETTER §27: identifiers from content, times in UTC, a root package (§30 row 34)',
    },
  },
  scanner_builtin_dast: {
    'all present': { because: 'BETTER \u00a75.5: values are graded (max-age=1, a policy without sources)' },
    'case-insensitive names': { because: 'BETTER \u00a75.5: values are graded (max-age=1, a policy without sources)' },
    'empty header value counts as present': {
      because: 'BETTER \u00a75.5: values are graded, an empty one has no effect',
    },
    'weak values are accepted': { because: 'BETTER \u00a75.5: values are graded' },
    'server and powered by': { because: 'BETTER \u00a75.5: values are graded (max-age=1, a policy without sources)' },
    'empty server': { because: 'BETTER \u00a75.5: values are graded (max-age=1, a policy without sources)' },
    'cookie bare': { because: 'BETTER \u00a75.5: SameSite is checked, header values are graded' },
    'cookie secure only': { because: 'BETTER \u00a75.5: SameSite is checked, header values are graded' },
    'cookie both': { because: 'BETTER \u00a75.5: SameSite is checked, header values are graded' },
    'two cookies': { because: 'BETTER \u00a75.5: SameSite is checked, header values are graded' },
    'cookie without samesite not flagged': {
      because: 'BETTER \u00a75.5: SameSite is checked, header values are graded',
    },
    'secure as cookie value is not a flag': {
      because: 'BETTER \u00a75.5: SameSite is checked, header values are graded',
    },
    'flag with spaces': { because: 'BETTER \u00a75.5: SameSite is checked, header values are graded' },
  },
  scanner_dockerfile: {
    'no tag is not flagged': { because: 'BETTER \u00a75.3: untagged FROM' },
    'uid 0 not flagged': { because: 'BETTER \u00a75.3: effective user of the final stage (0)' },
    'root with group not flagged': { because: 'BETTER \u00a75.3: effective user of the final stage (root:root)' },
    'root then app': { because: 'BETTER \u00a75.3: the effective user of the final stage counts' },
    'user in first stage only': { because: 'BETTER \u00a75.3: the effective user of the final stage counts' },
    'curl pipe sudo sh': { because: 'BETTER \u00a75.3: wget|sh and sudo' },
    'wget pipe sh not flagged': { because: 'BETTER \u00a75.3: wget|sh and sudo' },
    'curl continuation line': { because: 'BETTER \u00a75.3: continuations are parsed' },
    'curl piped to shuf': { because: 'BETTER \u00a75.3: commands are read as words' },
    'apt flag on continuation': { because: 'BETTER \u00a75.3: continuations are parsed' },
    'expose 22/tcp not flagged': { because: 'BETTER \u00a75.3: EXPOSE 22/tcp and lists' },
    'expose several not flagged': { because: 'BETTER \u00a75.3: EXPOSE 22/tcp and lists' },
    'add flag url not flagged': { because: 'BETTER \u00a75.3: flags are parsed' },
    'env secret space form not flagged': { because: 'BETTER \u00a75.3: ENV KEY value' },
    'env monkey flagged': { because: 'BETTER \u00a75.3: whole-word matching for KEY' },
    'arg secret not flagged': { because: 'BETTER \u00a75.3: ARG secrets' },
    'chmod 777': { because: 'BETTER \u00a75.3: chmod -R 777' },
    'pip cache': { because: 'BETTER \u00a75.3: pip3' },
    'tree: names': { because: 'BETTER \u00a75.3: Containerfile names, in any case; no file twice' },
    'tree: single file other name': { because: 'BETTER \u00a75.3: a file target is scanned whatever it is called' },
    'tree: dependencies are scanned too': { because: 'BETTER \u00a75.3: node_modules and vendor are skipped' },
  },
  scanner_git_hygiene: {
    'gitignore complete': { because: 'BETTER §5.2: an ignored file is no finding' },
    'venv entry hides .env check': { because: 'BETTER §5.2: real ignore rules instead of substrings' },
    'empty gitignore disables checks': { because: 'BETTER §5.2: real ignore rules, an empty file has none' },
    'pem in subdirectory is not seen': { because: 'BETTER §5.2: ignore rules at every depth' },
    'low severity rows never reported': { because: 'BETTER §5.2: the low and medium rows too' },
    'sensitive files anywhere': { because: 'BETTER §5.2: ignore rules at every depth' },
    'skipped locations': { because: 'BETTER §5.2: real ignore rules instead of substrings of the path' },
    'commented gitignore line counts': { because: 'BETTER §5.2: a comment is no rule' },
  },
  scanner_nmap: {
    'xml typical': { because: 'BETTER §4.9: UDP ports that do not answer are reported as such' },
    'xml not xml': { because: 'BETTER §2.3: a tool without a report has failed' },
    'invalid target finding': { because: 'BETTER §2.3: a refused target is a failed scanner, not a finding' },
  },
  scanner_registry: {
    'type iac': {
      because: 'BETTER wafpass §1: infrastructure code is judged by WAF++ too',
      ours: ['checkov', 'dockerfile', 'waf'],
    },
    'types code+iac': {
      because: 'BETTER wafpass §1: infrastructure code is judged by WAF++ too',
      ours: ['semgrep', 'bandit', 'checkov', 'secrets', 'dockerfile', 'git-hygiene', 'waf'],
    },
  },
  scanner_secrets_lines: {
    'github oauth gho not matched by token rule': { because: 'BETTER §5.1: formats that were missing' },
    'private key openssh not matched': { because: 'BETTER §5.1: formats that were missing' },
    'private key encrypted not matched': { because: 'BETTER §5.1: formats that were missing' },
    'heroku lower uuid not matched': { because: 'BETTER §5.1: lower-case Heroku UUIDs' },
    'bearer header form not matched': { because: 'BETTER §5.1: Authorization headers' },
    'connection string postgresql not matched': { because: 'BETTER §5.1: postgresql:// strings' },
    'base64 secret': { because: 'BETTER §5.1: entropy floor' },
    'one finding per line': { because: 'BETTER §5.1: a line with two secrets yields two findings' },
    'path with test_': { because: 'BETTER §5.1: severity is lowered instead of dropping' },
    'path .test.': { because: 'BETTER §5.1: severity is lowered instead of dropping' },
    'path fixture': { because: 'BETTER §5.1: severity is lowered instead of dropping' },
    'path with latest_ also skipped': { because: 'BETTER §5.1: whole path segments decide' },
    'path mock': { because: 'BETTER §5.1: whole path segments decide' },
    'line of 1001 chars skipped': { because: 'BETTER §5.1: no limit on line length' },
  },
  scanner_secrets_tree: {
    'skip directories': { because: 'BETTER §5.1: the shared walk leaves out virtual environments too' },
    'env file': { because: 'BETTER §5.1: each secret is one finding, and a plain URL is none' },
    'env variants are found once or more': { because: 'BETTER §5.1: each secret is one finding' },
    'env file inside a path containing build': { because: 'BETTER §5.1: whole path segments decide' },
  },
  scanner_wrapped: {
    'semgrep typical': {
      because:
        'BETTER §4.1: offline rules, no metrics, files of our walk; title from the message; short CWE; severities one to one',
    },
    'semgrep severities': {
      because:
        'BETTER §4.1: offline rules, no metrics, files of our walk; title from the message; short CWE; severities one to one',
    },
    'semgrep cwe shapes': {
      because:
        'BETTER §4.1: offline rules, no metrics, files of our walk; title from the message; short CWE; severities one to one',
    },
    'semgrep minimal result': {
      because:
        'BETTER §4.1: offline rules, no metrics, files of our walk; title from the message; short CWE; severities one to one',
    },
    'semgrep no results key': {
      because:
        'BETTER §4.1: offline rules, no metrics, files of our walk; title from the message; short CWE; severities one to one',
    },
    'semgrep empty output': { because: 'BETTER §2.3: a tool without a report has failed, and a failure is no finding' },
    'semgrep bad json': { because: 'BETTER §2.3: a tool without a report has failed, and a failure is no finding' },
    'semgrep metadata null breaks': { because: 'BETTER §2.3: one odd record costs only itself' },
    'semgrep custom rules': { because: 'BETTER §4.1: no metrics, files of our walk' },
    'bandit typical': { because: 'BETTER §4.2: end of the line range, sentence as title, files of our walk' },
    'bandit severities': { because: 'BETTER §4.2: end of the line range, sentence as title, files of our walk' },
    'bandit no cwe': { because: 'BETTER §4.2: end of the line range, sentence as title, files of our walk' },
    'bandit minimal': { because: 'BETTER §4.2: end of the line range, sentence as title, files of our walk' },
    'bandit single file target is skipped': { because: 'BETTER §4.2: single files are scanned' },
    'bandit progress text before json': { because: 'BETTER §2.3: text around the report is no error' },
    'trivy typical': { because: 'BETTER §1.2, §4.3: paths below the root, neutral working directory' },
    'trivy severities': { because: 'BETTER §1.2, §4.3: paths below the root, neutral working directory' },
    'trivy no fix, no description': { because: 'BETTER §1.2, §4.3: paths below the root, neutral working directory' },
    'trivy minimal': { because: 'BETTER §1.2, §4.3: paths below the root, neutral working directory' },
    'trivy no results': { because: 'BETTER §1.2, §4.3: paths below the root, neutral working directory' },
    'trivy null references breaks the rest': { because: 'BETTER §2.3: one odd record costs only itself' },
    'trivy results null': { because: 'BETTER §2.3: one odd record costs only itself' },
    'checkov single block': {
      because: 'BETTER §4.4: paths below the root, own severities, a title that says what is not met',
    },
    'checkov list of blocks': {
      because: 'BETTER §4.4: paths below the root, own severities, a title that says what is not met',
    },
    'checkov severities': {
      because: 'BETTER §4.4: paths below the root, own severities, a title that says what is not met',
    },
    'checkov no guideline, no range': {
      because: 'BETTER §4.4: paths below the root, own severities, a title that says what is not met',
    },
    'checkov empty range breaks': { because: 'BETTER §2.3: one odd record costs only itself' },
    'checkov summary object': { because: 'BETTER §4.4: no configuration from the scanned tree' },
    'checkov not json': { because: 'BETTER §2.3: a tool without a report has failed' },
    'safety new format': {
      because: 'BETTER §4.5: CVE, fixed versions, line of the requirement; no policy file from the scanned tree',
    },
    'safety old list format': {
      because: 'BETTER §4.5: CVE, fixed versions, line of the requirement; no policy file from the scanned tree',
    },
    'safety old short row': {
      because: 'BETTER §4.5: CVE, fixed versions, line of the requirement; no policy file from the scanned tree',
    },
    'safety requirement variants': {
      because: 'BETTER §4.5: CVE, fixed versions, line of the requirement; no policy file from the scanned tree',
    },
    'safety Pipfile.lock only as direct target': {
      because: 'BETTER §4.5: CVE, fixed versions, line of the requirement; no policy file from the scanned tree',
    },
    'safety text output': { because: 'BETTER §2.3: a tool without a report has failed' },
    'npm audit typical': {
      because: 'BETTER §4.7: one finding per advisory, at the lockfile; installed packages are not looked at',
    },
    'npm audit severities': {
      because: 'BETTER §4.7: one finding per advisory, at the lockfile; installed packages are not looked at',
    },
    'npm audit fixAvailable object': {
      because: 'BETTER §4.7: one finding per advisory, at the lockfile; installed packages are not looked at',
    },
    'npm audit nested project': {
      because: 'BETTER §4.7: one finding per advisory, at the lockfile; installed packages are not looked at',
    },
    'npm audit long titles cut at 500': {
      because: 'BETTER §4.7: one finding per advisory, at the lockfile; installed packages are not looked at',
    },
    'npm audit nested ignored when root has package.json': {
      because: 'BETTER §4.7: every lockfile of the tree is audited',
    },
    'npm audit error object': { because: 'BETTER §2.3: a tool without a report has failed' },
    'licenses python': { because: "BETTER §4.6: licences of the target's own dependencies, no download" },
    'licenses python bad output': { because: "BETTER §4.6: licences of the target's own dependencies, no download" },
    'licenses npm': { because: "BETTER §4.6: licences of the target's own dependencies, no download" },
  },
  scanner_zap: {
    'full legacy fields': { because: 'BETTER §4.8: weakness from cweid' },
    'api fields as the daemon sends them': { because: 'BETTER §4.8: both spellings of the fields are read' },
  },
  scoring: {},
  severity_overrides: {
    'already stamped is left alone': {
      because: 'BETTER §11: worked out anew from the original severity',
      ours: { count: 1, result: [{ id: 'f-0', severity: 'critical', metadata: { original_severity: 'high' } }] },
    },
    'second pass is a no-op': {
      because: 'BETTER §11: worked out anew from the original severity',
      ours: {
        count: 1,
        count_second_pass_all_critical: 1,
        result: [{ id: 'f-0', severity: 'critical', metadata: { original_severity: 'high' } }],
      },
    },
  },
  snapshot_load: {
    'object without findings': { because: 'BETTER §31.14 (cli.md §4.4): any other object is an error' },
    scalar: { because: 'BETTER §31.14 (cli.md §4.4): any other value is an error' },
  },
  suggestions: {
    'prefix md unknown': { because: 'BETTER §22: no suggestion where the language has no known comment', ours: null },
    'prefix html unknown': { because: 'BETTER §22: no suggestion where the language has no known comment', ours: null },
    'prefix css unknown': { because: 'BETTER §22: no suggestion where the language has no known comment', ours: null },
    'prefix no ext': { because: 'BETTER §22: no suggestion where the language has no known comment', ours: null },
    'prefix dotfile': { because: 'BETTER §22: no suggestion where the language has no known comment', ours: null },
    'prefix json': { because: 'BETTER §22: no suggestion where the language has no known comment', ours: null },
    'ignore basic': { because: 'BETTER §22: the suggestion stands on its own line and keeps the source line' },
    'ignore indent': { because: 'BETTER §22: the suggestion stands on its own line and keeps the source line' },
    'ignore js': { because: 'BETTER §22: the suggestion stands on its own line and keeps the source line' },
    'ignore line 2': { because: 'BETTER §22: the suggestion stands on its own line and keeps the source line' },
  },
  suppression_inline: {
    'hash own line applies to own line only': {
      because: 'DOC §12.2: a comment on the line above works',
      ours: {
        marks: [{ line: 1, target_line: 1, rule_ids: ['R1'], directive: 'ignore' }],
        queries: [
          { line: 1, rule_id: 'R1', suppressed: true },
          { line: 2, rule_id: 'R1', suppressed: true },
        ],
      },
    },
    'no space after hash': {
      because: 'BETTER §12.2: `#securescan:` is accepted',
      ours: {
        marks: [{ line: 1, target_line: 1, rule_ids: ['R1'], directive: 'ignore' }],
        queries: [{ line: 1, rule_id: 'R1', suppressed: true }],
      },
    },
    'unknown directive': {
      because: 'BETTER §12.2: ignore-file',
      ours: {
        marks: [{ line: 1, target_line: 1, rule_ids: ['R1'], directive: 'ignore-file' }],
        queries: [{ line: 1, rule_id: 'R1', suppressed: true }],
      },
    },
    'reason with colon breaks match': {
      because: 'BETTER §12.2: free text after a colon',
      ours: {
        marks: [{ line: 1, target_line: 1, rule_ids: ['R1'], directive: 'ignore' }],
        queries: [{ line: 1, rule_id: 'R1', suppressed: true }],
      },
    },
    'reason in parentheses breaks match': {
      because: 'DOC §12.2: free text after the ids',
      ours: {
        marks: [{ line: 1, target_line: 1, rule_ids: ['R1'], directive: 'ignore' }],
        queries: [{ line: 1, rule_id: 'R1', suppressed: true }],
      },
    },
    'wildcard with parenthesised remark': {
      because: 'DOC §12.2: free text after the ids',
      ours: {
        marks: [{ line: 1, target_line: 1, rule_ids: ['*'], directive: 'ignore' }],
        queries: [{ line: 1, rule_id: 'R1', suppressed: true }],
      },
    },
    'rule id with colon': {
      because: 'BETTER §12.2: any characters in ids',
      ours: {
        marks: [{ line: 1, target_line: 1, rule_ids: ['CVE:2024'], directive: 'ignore' }],
        queries: [{ line: 1, rule_id: 'CVE:2024', suppressed: true }],
      },
    },
    'rule id with at sign': {
      because: 'BETTER §12.2: any characters in ids',
      ours: {
        marks: [{ line: 1, target_line: 1, rule_ids: ['npm-audit/@scope/pkg'], directive: 'ignore' }],
        queries: [{ line: 1, rule_id: 'npm-audit/@scope/pkg', suppressed: true }],
      },
    },
    'rule id with parentheses': { because: 'BETTER §12.2: any characters in ids' },
    'c block comment': {
      because: 'BETTER §12.2: real comments of the language',
      ours: {
        marks: [{ line: 1, target_line: 1, rule_ids: ['R1'], directive: 'ignore' }],
        queries: [{ line: 1, rule_id: 'R1', suppressed: true }],
      },
    },
    'c block comment without slashes': {
      because: 'BETTER §12.2: real comments of the language',
      ours: {
        marks: [{ line: 1, target_line: 1, rule_ids: ['R1'], directive: 'ignore' }],
        queries: [{ line: 1, rule_id: 'R1', suppressed: true }],
      },
    },
    'pre-filter only needs prefix anywhere on the line': {
      because: 'BETTER §12.2: real comments of the language',
      ours: { marks: [], queries: [{ line: 1, rule_id: 'R1', suppressed: false }] },
    },
    'marker inside string literal with trailing comment': {
      because: 'BETTER §12.2: real comments of the language',
      ours: { marks: [], queries: [{ line: 1, rule_id: 'R1', suppressed: false }] },
    },
    'php uses slashes only': { because: 'BETTER §12.2: real comments of the language' },
    'terraform with slashes not accepted': {
      because: 'BETTER §12.2: real comments of the language',
      ours: {
        marks: [{ line: 1, target_line: 1, rule_ids: ['CKV_AWS_24'], directive: 'ignore' }],
        queries: [{ line: 1, rule_id: 'CKV_AWS_24', suppressed: true }],
      },
    },
    'form feed counts as a line break': {
      because: 'BETTER §12.2: lines end at LF, CRLF and CR only',
      ours: {
        marks: [{ line: 2, target_line: 2, rule_ids: ['R1'], directive: 'ignore' }],
        queries: [
          { line: 2, rule_id: 'R1', suppressed: true },
          { line: 3, rule_id: 'R1', suppressed: false },
        ],
      },
    },
    'line separator U+2028 counts as a line break': {
      because: 'BETTER §12.2: lines end at LF, CRLF and CR only',
      ours: {
        marks: [{ line: 2, target_line: 2, rule_ids: ['R1'], directive: 'ignore' }],
        queries: [
          { line: 2, rule_id: 'R1', suppressed: true },
          { line: 3, rule_id: 'R1', suppressed: false },
        ],
      },
    },
    'non-ascii id breaks match': {
      because: 'BETTER §12.2: any characters in ids',
      ours: {
        marks: [{ line: 1, target_line: 1, rule_ids: ['règle'], directive: 'ignore' }],
        queries: [{ line: 1, rule_id: 'règle', suppressed: true }],
      },
    },
  },
  suppression_pipeline: {
    'no_suppress keeps an old stamp': {
      because: 'BETTER §12.1: old stamps are cleared first',
      ours: { kept: [{ id: 'f-0', severity: 'medium', metadata: {} }], suppressed: [], severity_overrides_applied: 0 },
    },
    'old stamp not overwritten': {
      because: 'BETTER §12.1: old stamps are cleared first',
      ours: {
        kept: [],
        suppressed: [{ id: 'f-0', severity: 'medium', metadata: { suppressed_by: 'inline' } }],
        severity_overrides_applied: 0,
      },
    },
    'stale stamp on a finding that no longer matches': {
      because: 'BETTER §12.1: old stamps are cleared first',
      ours: { kept: [{ id: 'f-0', severity: 'medium', metadata: {} }], suppressed: [], severity_overrides_applied: 0 },
    },
    'baseline hides every same-rule finding of the file': { because: 'ruling 2: source lines are part of identities' },
    'twice is idempotent': { because: 'BETTER §11: worked out anew from the original severity, so counted again' },
  },
  threshold: {},
};
