#!/usr/bin/env node
// The command line of WAF++ PASS: `wafpass check` is `securescan waf check`.
process.argv.splice(2, 0, 'wafpass');
await import('./securescan.mjs');
