export * from './contract.ts';
export { parseStoreLocation } from './location.ts';
export { migrations } from './migrations/index.ts';
export type { Migration } from './migrations/migration.ts';
export { openStore } from './open.ts';
export { FINGERPRINT_VERSION } from './scans/rows.ts';
