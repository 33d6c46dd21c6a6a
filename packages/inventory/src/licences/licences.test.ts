import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyLicence } from './classify-licence.ts';
import { normaliseLicence } from './normalise.ts';
import { applyPolicy } from './policy.ts';
import { findPythonLicence } from './python-metadata.ts';
import { LICENCE_IDS } from './table.ts';
import { findExpression } from './write-licence.ts';

describe('understanding what packages say', () => {
  // Text, the expression that stands for it without doubt (null: in doubt), the category.
  it.each([
    ['MIT', 'MIT', 'permissive'],
    ['mit', 'MIT', 'permissive'],
    ['MIT License', 'MIT', 'permissive'],
    ['The MIT License (MIT)', 'MIT', 'permissive'],
    ['Expat', 'MIT', 'permissive'],
    ['ISC License (ISCL)', 'ISC', 'permissive'],
    ['Apache License, Version 2.0', 'Apache-2.0', 'permissive'],
    ['Apache 2.0', 'Apache-2.0', 'permissive'],
    ['Apache-2', 'Apache-2.0', 'permissive'],
    ['apache-2.0', 'Apache-2.0', 'permissive'],
    ['Apache Software License', null, 'permissive'],
    ['Apache Software License 2.0', 'Apache-2.0', 'permissive'],
    ['BSD', null, 'permissive'],
    ['BSD License', null, 'permissive'],
    ['BSD 3-Clause License', 'BSD-3-Clause', 'permissive'],
    ['New BSD License', 'BSD-3-Clause', 'permissive'],
    ['3-Clause BSD License', 'BSD-3-Clause', 'permissive'],
    ['Simplified BSD License', 'BSD-2-Clause', 'permissive'],
    ['Python Software Foundation License', null, 'permissive'],
    ['The Unlicense (Unlicense)', 'Unlicense', 'permissive'],
    ['Public Domain', null, 'permissive'],
    ['License :: OSI Approved :: MIT License', 'MIT', 'permissive'],
    ['Mozilla Public License 2.0 (MPL 2.0)', 'MPL-2.0', 'weak-copyleft'],
    ['MPL-2.0', 'MPL-2.0', 'weak-copyleft'],
    ['Eclipse Public License v2.0', 'EPL-2.0', 'weak-copyleft'],
    ['GNU Lesser General Public License v3 (LGPLv3)', 'LGPL-3.0-only', 'weak-copyleft'],
    ['GNU Lesser General Public License v2 or later (LGPLv2+)', 'LGPL-2.0-or-later', 'weak-copyleft'],
    ['GNU Library or Lesser General Public License (LGPL)', null, 'weak-copyleft'],
    ['LGPL-2.1-or-later', 'LGPL-2.1-or-later', 'weak-copyleft'],
    ['LGPLv2.1+', 'LGPL-2.1-or-later', 'weak-copyleft'],
    ['LGPL', null, 'weak-copyleft'],
    ['GNU General Public License v3 (GPLv3)', 'GPL-3.0-only', 'strong-copyleft'],
    ['GNU General Public License v2 or later (GPLv2+)', 'GPL-2.0-or-later', 'strong-copyleft'],
    ['GNU GPL v3', 'GPL-3.0-only', 'strong-copyleft'],
    ['GNU General Public License (GPL)', null, 'strong-copyleft'],
    ['GPL-2.0', 'GPL-2.0', 'strong-copyleft'],
    ['GPL-3.0+', 'GPL-3.0+', 'strong-copyleft'],
    ['GPLv3', 'GPL-3.0-only', 'strong-copyleft'],
    ['GPL', null, 'strong-copyleft'],
    ['European Union Public Licence 1.2 (EUPL 1.2)', 'EUPL-1.2', 'strong-copyleft'],
    ['AGPL-3.0', 'AGPL-3.0', 'network-copyleft'],
    ['GNU Affero General Public License v3 or later (AGPLv3+)', 'AGPL-3.0-or-later', 'network-copyleft'],
    ['SSPL-1.0', 'SSPL-1.0', 'network-copyleft'],
    ['CC-BY-NC-4.0', 'CC-BY-NC-4.0', 'non-commercial'],
    ['BUSL-1.1', 'BUSL-1.1', 'proprietary'],
    ['Other/Proprietary License', 'LicenseRef-Proprietary', 'proprietary'],
    ['GPL-2.0-only WITH Classpath-exception-2.0', 'GPL-2.0-only WITH Classpath-exception-2.0', 'weak-copyleft'],
    ['GPL-3.0-or-later WITH GCC-exception-3.1', 'GPL-3.0-or-later WITH GCC-exception-3.1', 'weak-copyleft'],
    ['Apache-2.0 WITH LLVM-exception', 'Apache-2.0 WITH LLVM-exception', 'permissive'],
    ['MIT OR GPL-3.0-only', 'MIT OR GPL-3.0-only', 'permissive'],
    ['MIT AND GPL-3.0-only', 'MIT AND GPL-3.0-only', 'strong-copyleft'],
    ['(MIT OR Apache-2.0) AND LGPL-2.1', '(MIT OR Apache-2.0) AND LGPL-2.1', 'weak-copyleft'],
    ['MIT/Apache-2.0', 'MIT OR Apache-2.0', 'permissive'],
    ['MIT or Apache License 2.0', 'MIT OR Apache-2.0', 'permissive'],
    ['MIT, AGPL-3.0', 'MIT AND AGPL-3.0', 'network-copyleft'],
    ['BSD License; Apache Software License', null, 'permissive'],
    ['MIT OR Foo-1.0', null, 'unknown'],
    ['LicenseRef-Own', 'LicenseRef-Own', 'unknown'],
    ['UNKNOWN', null, 'unknown'],
    ['UNLICENSED', null, 'unknown'],
    ['SEE LICENSE IN LICENSE.txt', null, 'unknown'],
    ['', null, 'unknown'],
    ['our own terms', null, 'unknown'],
  ])('%j', (text, expression, category) => {
    expect(findExpression(text)).toBe(expression);
    expect(classifyLicence(text).category).toBe(category);
  });

  it('every identifier of the table is understood in any case', () => {
    const wrong = LICENCE_IDS.filter((id) => classifyLicence(id).category === 'unknown');
    expect(wrong).toEqual([]);
    expect(LICENCE_IDS.filter((id) => !findExpression(id.toLowerCase()) && !id.startsWith('LicenseRef'))).toEqual([]);
  });

  it('the text of a licence in the place of its name is recognised by its opening and not kept', () => {
    const text = `Copyright (c) 2020 X\n\nPermission is hereby granted, free of charge, to any person obtaining a copy ${'of '.repeat(400)}`;
    expect(classifyLicence(text).category).toBe('permissive');
    expect(normaliseLicence(text)).toBe('Copyright (c) 2020 X');
    // The first line may name it; doubled and broken names are one.
    expect(normaliseLicence('MIT MIT \n MIT')).toBe('MIT');
  });

  it('never throws and is total, whatever the text', () => {
    const word = fc.constantFrom(
      'MIT',
      'GPL',
      'or',
      'AND',
      'WITH',
      '(',
      ')',
      '/',
      ',',
      'v',
      '2',
      '+',
      'later',
      'gnu',
      '"',
      '\n',
      'é',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(word, { maxLength: 30 }).map((w) => w.join(' ')),
        ),
        (text) => {
          expect(typeof classifyLicence(text).category).toBe('string');
          const normalised = normaliseLicence(text);
          expect(normaliseLicence(normalised)).toBe(normalised);
        },
      ),
    );
  });

  it('deep nesting and long joins end', () => {
    expect(classifyLicence('('.repeat(2000)).category).toBe('unknown');
    expect(classifyLicence(Array.from({ length: 100 }, () => 'MIT').join(' AND ')).category).toBe('permissive');
    expect(classifyLicence('GPL or '.repeat(100_000)).category).toBe('unknown');
  });
});

describe('policy', () => {
  const policy = { allow: ['MIT', 'permissive', 'LGPL-3.0'], deny: ['GPL-3.0', 'network-copyleft', 'BSD-4-Clause'] };
  it.each([
    ['MIT', 'allowed'],
    ['Apache-2.0', 'allowed'],
    ['BSD-4-Clause', 'denied'],
    ['LGPL-3.0-or-later', 'allowed'],
    ['GPL-3.0-only', 'denied'],
    ['GPL-3.0-only OR MIT', 'allowed'],
    ['GPL-3.0-only AND MIT', 'denied'],
    ['AGPL-3.0', 'denied'],
    ['MPL-2.0', 'not-allowed'],
    ['GPL-3.0-only WITH GCC-exception-3.1', 'not-allowed'],
    ['UNKNOWN', 'open'],
    [null, 'open'],
  ])('%s is %s', (text, status) => {
    expect(applyPolicy(text, policy).status).toBe(status);
  });

  it('an empty policy leaves the category to decide', () => {
    expect(applyPolicy('GPL-3.0-only', { allow: [], deny: [] })).toEqual({
      status: 'open',
      category: 'strong-copyleft',
    });
  });

  it('“unknown” can be listed', () => {
    expect(applyPolicy(null, { allow: ['unknown'], deny: [] }).status).toBe('allowed');
    expect(applyPolicy('???', { allow: [], deny: ['UNKNOWN'] }).status).toBe('denied');
  });
});

describe('metadata of Python packages', () => {
  it.each([
    ['License-Expression: MIT OR Apache-2.0\nLicense: x', 'MIT OR Apache-2.0'],
    ['License: BSD\nClassifier: License :: OSI Approved :: BSD License', 'BSD License'],
    [
      'License: Dual License\nClassifier: License :: OSI Approved :: BSD License\nClassifier: License :: OSI Approved :: Apache Software License',
      'BSD License OR Apache Software License',
    ],
    [
      'Classifier: License :: OSI Approved :: MIT License\nClassifier: License :: OSI Approved :: GNU General Public License v3 (GPLv3)',
      'MIT License AND GNU General Public License v3 (GPLv3)',
    ],
    ['License: MIT\r\nClassifier: License :: OSI Approved', 'MIT'],
    ['Name: x\n\nLicense: in the description, not in the head', null],
    ['', null],
  ])('%j', (metadata, licence) => {
    expect(findPythonLicence(metadata)).toBe(licence);
  });
});
