export { fileChecks, scannerList, scanners, type ScannerId } from './registry.ts';
export { findDefaultRules } from './semgrep/index.ts';
