import { serveFileChecks } from '../src/file-checks/serve.ts';
import { testChecks } from './checks.ts';

serveFileChecks(testChecks);
