import { EXIT } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { tell } from './io/io.ts';
import type { Io, Output } from './io/io.ts';
import { PRODUCT_VERSION } from './version.ts';

const HELP = `Checks infrastructure code against WAF++ controls.

Usage: wafpass <command> [options]

Commands:
  check              Check infrastructure code
  control list       List the controls
  control show       Tell all about one control
  control validate   Check control files
  waivers            List and check waivers, and exchange them with a server
  risks              List risk acceptances, and put them on a server
  push               Post a result document to a server

Options:
  -h, --help         Show help, also for a command: wafpass check --help
  -V, --version      Show the version
`;

/** Commands of other programs of this name, and what does their work here. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  fix: 'code is mended by hand; the report names file, line and remediation',
  'fix-rollback': 'code is mended by hand; the report names file, line and remediation',
  login: 'give the key with WAFPASS_API_KEY and the server with WAFPASS_PUSH_URL',
  logout: 'no login is kept; unset WAFPASS_API_KEY',
  whoami: 'no login is kept; the key comes from WAFPASS_API_KEY',
  ui: 'the server is started with securescan serve',
  evidence: 'the server keeps every run; see securescan serve',
};

/**
 * The command line of `wafpass`: its commands are those of `securescan waf`, its own words are turned into theirs.
 * @param runProgram - runs the words after `securescan`
 */
export async function runWafpass(
  words: readonly string[],
  io: Io,
  runProgram: (words: readonly string[], io: Io) => Promise<ExitCode>,
): Promise<ExitCode> {
  const [first, second] = words;
  if (first === '--version' || first === '-V' || first === 'version') {
    await io.stdout.write(`wafpass ${PRODUCT_VERSION}\n`);
    return EXIT.ok;
  }
  if (first === undefined || first === '--help' || first === '-h' || (first === 'help' && second === undefined)) {
    await io.stdout.write(HELP);
    return first === undefined ? EXIT.badInput : EXIT.ok;
  }
  const elsewhere = ELSEWHERE[first];
  if (elsewhere !== undefined) {
    await tell(io, `wafpass: '${first}' is not part of this program: ${elsewhere}`);
    return EXIT.badInput;
  }
  if ((first === 'control' || first === 'controls') && second === 'generate') {
    await tell(
      io,
      "wafpass: 'control generate' is not part of this program; start from wafpass control show --output json",
    );
    return EXIT.badInput;
  }
  const help = words.includes('--help') || words.includes('-h') || first === 'help';
  const named: Io = {
    ...io,
    ...(help ? { stdout: renaming(io.stdout) } : {}),
    stderr: renaming(io.stderr),
  };
  return runProgram(toSecureScanWords(words), named);
}

function toSecureScanWords(words: readonly string[]): readonly string[] {
  const [first = '', ...rest] = words;
  switch (first) {
    case 'help':
      return ['help', ...toSecureScanWords(rest).filter((word) => word !== '--wafpass')];
    case 'check':
      return ['waf', 'check', '--wafpass', ...rest];
    case 'control':
      return ['waf', 'controls', ...rest];
    default:
      return ['waf', first, ...rest];
  }
}

/** Texts about commands call them by the names that were typed. */
function renaming(output: Output): Output {
  return {
    ...output,
    write: (chunk) =>
      output.write(
        typeof chunk === 'string'
          ? chunk
              .replaceAll(/(?:^|\bsecurescan )waf controls\b/gm, 'wafpass control')
              .replaceAll(/(?:^|\bsecurescan )waf (?=[a-z])/gm, 'wafpass ')
          : chunk,
      ),
  };
}
