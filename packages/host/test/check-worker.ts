import { serveFileChecks } from '../src/index.ts';
import { testChecks } from './checks.ts';

serveFileChecks(testChecks);
