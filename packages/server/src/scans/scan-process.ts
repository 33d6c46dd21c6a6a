import { runScanProcess } from './run-scan-process.ts';

runScanProcess(process);
