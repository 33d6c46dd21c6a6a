import { serveFileChecks } from '../src/file-checks/serve.ts';
import { testChecks } from './checks.ts';

function fail(): never {
  throw new Error('this check should not have run');
}

/** The same checks, but none may run: what they found before has to be known. */
serveFileChecks({ words: { ...testChecks.words, check: fail }, unruly: { ...testChecks.unruly, check: fail } });
