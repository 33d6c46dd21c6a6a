/** A recorded case whose result is another one here, beyond what its own `ours` says. */
export interface Deviation {
  /** The line of the contract, or the reason. */
  readonly because: string;
  /** Members of `expected` that are replaced; none where the case allows both and this only records the decision. */
  readonly ours?: Readonly<Record<string, unknown>>;
}

/** The one table of decisions on the recorded cases of engine and command line, by the name of the case. */
export const deviations: Readonly<Record<string, Deviation>> = {
  // Reading Terraform: `attributes` over those of a block, `addresses` for the blocks in place of one.
  'parse/expressions': {
    because: 'BETTER §9.3: what is constant is worked out, also the known keys of a merged map (§9.9, key_exists)',
    ours: { attributes: { 'aws_x.y': { sum: 3, fn: { a: 'b' } } } },
  },
  'parse/meta-arguments': {
    because: 'BETTER §9.3: instances of a known `count` are blocks',
    ours: { addresses: { 'aws_x.y': ['aws_x.y[0]', 'aws_x.y[1]'] } },
  },
  'parse/dynamic-block': {
    because: 'BETTER §9.3: a dynamic block is there under the name of what it makes, too, unknown until a plan',
    ours: { attributes: { 'aws_x.y': { ingress: '${var.rules}' } } },
  },

  // Engine cases: `findings` that differ or are added, `absent` ones, `exit_code`, as in the `ours` of a case.
  'op/not_empty/matrix': { because: 'as recorded: a block is there, and an unknown value passes by §9.3' },
  'combine/no-assertions-is-pass': {
    because: 'as recorded: a check without assertions asks for nothing but its scope',
  },
  'scope/unsupported-block-type-any': {
    because: 'BETTER §9.7: `any` means blocks of every kind that have the attribute',
    ours: {
      findings: [
        ['vec-1', 'aws_a.one', 'PASS'],
        ['vec-1', 'aws_b.two', 'PASS'],
        ['vec-1', 'aws_c.three', 'PASS'],
      ],
    },
  },
  'scope/extra-scope-keys-ignored': {
    because: 'BETTER §8.2: name_pattern is honoured; the others are warned of and not used',
    ours: { absent: [['vec-1', 'aws_b.two']] },
  },
  'scope/multi-provider-checks': {
    because: 'BETTER §9.6: the type of a resource says that its provider is in use',
    ours: { findings: [['gcp', 'google_a.x', 'FAIL']] },
  },
  'select/provider-absent-drops-check': { because: 'as recorded: nothing in the code says azurerm' },
  'path/numeric-index-unsupported': { because: 'as recorded: elements are addressed as name[0]' },
  'path/wildcard-unsupported': { because: 'as recorded: all elements are addressed as name[*]' },
  'path/dotted-key-unreachable': { because: 'as recorded: names with dots are written in quotation marks' },
  'path/dynamic-content': {
    because: 'BETTER §9.3: a dynamic block with a known collection is there as the blocks that it makes',
    ours: { findings: [['vec-1', 'aws_thing.dynamic', 'FAIL']] },
  },
  'files/invalid-utf8-aborts-scan': {
    because: 'a byte that is no UTF-8 is read as the sign for that; the rest of the file counts',
    ours: {
      findings: [
        ['vec-1', 'aws_thing.x', 'PASS'],
        ['vec-1', 'aws_thing.ok', 'PASS'],
      ],
    },
  },
  'iac-cdk/synth-template': {
    because: '§12: there is no zone, so it is null, as everywhere else',
    ours: { detected_regions: [['eu-central-1', 'aws', null]] },
  },
  'iac-cdk/template-outside-cdk-out': { because: 'as recorded: any *.template.json is a template' },
  'iac-pulumi/python-source': {
    because: 'BETTER §9.5: Args classes and constants are read; a name that is worked out is that of the variable',
    ours: {
      findings: [
        ['ver', 'aws_s3_bucket.args', 'PASS'],
        ['ver', 'aws_s3_bucket.dyn', 'SKIP'],
      ],
      absent: [['ver', 'aws_s3_bucket.unknown']],
    },
  },

  // The command line.
  'cli/unknown-iac': {
    because: 'CloudFormation is a kind of code that we read; the case ends with 2 all the same, as there is none of it',
  },
  'cli/output-unknown': {
    because: 'BETTER §15: html is one of our outputs',
    ours: { exit_code: 1, controls_loaded: undefined },
  },
  'cli/fail-on-fail/only-skip': {
    because: 'as recorded: §7.5 keeps the score of wafpass-1; posture says that nothing applied',
  },
  'cli/severity-high': { because: 'as recorded: §7.5; controls that the filter empties have no part in posture' },
  'cli/pillar-performance': {
    because: 'as recorded: the case has no control of this pillar, which can be selected here',
  },
  'cli/pillar-nonsense': { because: 'as recorded: the word itself is the error' },
  'cli/no-controls-dir': { because: 'as recorded' },
  'cli/waiver/explicit-file': { because: 'as recorded: findings keep FAIL, and BETTER §7.2 marks them as waived' },
  'secrets/hcl': { because: 'as recorded; --fail-on-secrets lets them count' },
  'secrets/json-yaml-code': {
    because:
      'BETTER §9.3: an argument outside of all blocks is no Terraform, and code that is not read ends with 2; BETTER §11: headers, quotes of the other kind, .env and .tfvars are looked at',
    ours: {
      exit_code: 2,
      added_secrets: ['src/c.py:2', 'src/d.ts:1', 'src/e.env:1', 'src/f.tfvars:1'],
    },
  },
};
