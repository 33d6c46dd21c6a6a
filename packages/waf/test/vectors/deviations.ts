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

  // The command line.
  'cli/unknown-iac': {
    because: 'cloudformation is a kind of code that we read; a case of a kind that nobody reads stands in waf.test.ts',
  },
  'cli/output-unknown': { because: 'BETTER §15: html is one of our outputs' },
};
