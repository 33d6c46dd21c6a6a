import { serveFileChecks } from '@securescan/host';
import { fileChecks } from '@securescan/scanners';

serveFileChecks(fileChecks);
