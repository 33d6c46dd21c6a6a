import type { ScanType } from '@securescan/model';
import { testVectors } from '@securescan/testkit';
import { scannerList } from '../src/index.ts';

testVectors<number | ScanType[], unknown>('scanner_registry', (input, _vectors, { name }) => {
  if (typeof input !== 'number') {
    return scannerList.filter(({ scanType }) => input.includes(scanType)).map(({ id }) => id);
  }
  const scanner = scannerList[input];
  return scanner?.id === name ? { scan_type: scanner.scanType } : { at_this_place: scanner?.id };
});
