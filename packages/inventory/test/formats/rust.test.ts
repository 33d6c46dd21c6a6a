import { describe, expect, it } from 'vitest';
import { read } from './read.ts';

describe('Rust', () => {
  it('Cargo.toml: kinds, targets, renamed, optional, workspace and git', () => {
    const text = [
      '[workspace.dependencies]',
      'shared = "=1.0.0"',
      '[dependencies]',
      'range = "1.0"',
      'pin = "=2.0.0"',
      'renamed = { package = "real", version = "=3.0.0" }',
      'opt = { version = "=4.0.0", optional = true }',
      'local = { path = "../local" }',
      'shared = { workspace = true }',
      'git = { git = "https://h.test/g", rev = "abc" }',
      '[build-dependencies]',
      'cc = "=5.0.0"',
      "[target.'cfg(unix)'.dependencies]",
      'libc = "=6.0.0"',
    ].join('\n');
    expect(read({ 'Cargo.toml': text }).rows).toEqual([
      'pkg:cargo/cc@5.0.0 development direct',
      'pkg:cargo/git?vcs_url=git%2Bhttps:%2F%2Fh.test%2Fg%40abc required direct',
      'pkg:cargo/libc@6.0.0 required direct',
      'pkg:cargo/opt@4.0.0 optional direct',
      'pkg:cargo/pin@2.0.0 required direct',
      'pkg:cargo/range required direct',
      'pkg:cargo/real@3.0.0 required direct',
      'pkg:cargo/shared@1.0.0 required direct',
    ]);
  });

  it('Cargo.lock of version 1 keeps checksums apart; git sources; two versions of a crate', () => {
    const registry = 'registry+https://github.com/rust-lang/crates.io-index';
    const text = [
      '[[package]]',
      'name = "app"',
      'version = "0.1.0"',
      `dependencies = ["rand 0.8.0 (${registry})", "g 1.0.0 (git+https://h.test/g?branch=x#abc)"]`,
      '[[package]]',
      'name = "rand"',
      'version = "0.7.0"',
      `source = "${registry}"`,
      '[[package]]',
      'name = "rand"',
      'version = "0.8.0"',
      `source = "${registry}"`,
      `dependencies = ["rand 0.7.0 (${registry})"]`,
      '[[package]]',
      'name = "g"',
      'version = "1.0.0"',
      'source = "git+https://h.test/g?branch=x#abc"',
      '[metadata]',
      `"checksum rand 0.8.0 (${registry})" = "${'a'.repeat(64)}"`,
    ].join('\n');
    const { rows, edges, bom } = read({ 'Cargo.lock': text });
    expect(rows).toEqual([
      'pkg:cargo/g@1.0.0?vcs_url=git%2Bhttps:%2F%2Fh.test%2Fg%40abc required direct',
      'pkg:cargo/rand@0.7.0 required',
      'pkg:cargo/rand@0.8.0 required direct',
    ]);
    expect(edges).toEqual(['pkg:cargo/rand@0.8.0 -> pkg:cargo/rand@0.7.0']);
    expect(bom.components[2]?.hashes).toEqual([{ algorithm: 'SHA-256', hex: 'a'.repeat(64) }]);
  });
});
