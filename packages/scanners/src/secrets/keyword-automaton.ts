/**
 * Aho-Corasick automaton over keywords, ASCII case folded: finds all keywords in one pass, one table look-up per
 * character whatever their number. States are multiples of the class count, and accepting states come last, so that the
 * inner loop has one comparison.
 */
export interface KeywordAutomaton {
  /** Character class by code unit; units from 128 on are class 0. */
  readonly classOf: Uint8Array;
  readonly next: Uint32Array;
  readonly classCount: number;
  /** States from here on accept. */
  readonly acceptFrom: number;
  /** Keywords ended by an accepting state, by `(state - acceptFrom) / classCount`; longest first. */
  readonly accepted: readonly (readonly number[])[];
}

interface Node {
  readonly children: Map<number, number>;
  fail: number;
  readonly outputs: number[];
}

function buildTrie(keywords: readonly string[], classOf: Uint8Array): Node[] {
  const nodes: Node[] = [{ children: new Map(), fail: 0, outputs: [] }];
  for (const [index, keyword] of keywords.entries()) {
    let at = 0;
    for (let i = 0; i < keyword.length; i += 1) {
      const symbol = classOf[keyword.charCodeAt(i)] ?? 0;
      let child = nodes[at]?.children.get(symbol);
      if (child === undefined) {
        child = nodes.push({ children: new Map(), fail: 0, outputs: [] }) - 1;
        nodes[at]?.children.set(symbol, child);
      }
      at = child;
    }
    nodes[at]?.outputs.push(index);
  }
  return nodes;
}

function classify(keywords: readonly string[]): { classOf: Uint8Array; classCount: number } {
  const classOf = new Uint8Array(128);
  let classCount = 1;
  for (const keyword of keywords) {
    for (let i = 0; i < keyword.length; i += 1) {
      const code = keyword.charCodeAt(i);
      if (classOf[code] === 0) {
        classOf[code] = classCount;
        classCount += 1;
      }
    }
  }
  for (let upper = 65; upper <= 90; upper += 1) classOf[upper] = classOf[upper + 32] ?? 0;
  return { classOf, classCount };
}

/**
 * @param keywords - lower-case ASCII, not empty
 * @returns the automaton; `accepted` holds indexes into `keywords`
 */
export function buildKeywordAutomaton(keywords: readonly string[]): KeywordAutomaton {
  const { classOf, classCount } = classify(keywords);
  const nodes = buildTrie(keywords, classOf);
  const goto = new Uint32Array(nodes.length * classCount);
  // Breadth first: a node's failure link is shallower, so its row is complete when it is copied.
  const order = [0];
  for (const id of order) {
    const node = nodes[id];
    if (!node) continue;
    const failRow = node.fail * classCount;
    for (let symbol = 0; symbol < classCount; symbol += 1) {
      const child = node.children.get(symbol);
      if (child === undefined) {
        goto[id * classCount + symbol] = id === 0 ? 0 : (goto[failRow + symbol] ?? 0);
        continue;
      }
      goto[id * classCount + symbol] = child;
      const childNode = nodes[child];
      if (childNode) {
        childNode.fail = id === 0 ? 0 : (goto[failRow + symbol] ?? 0);
        childNode.outputs.push(...(nodes[childNode.fail]?.outputs ?? []));
      }
      order.push(child);
    }
  }
  const quiet = [...nodes.keys()].filter((id) => nodes[id]?.outputs.length === 0);
  const accepting = [...nodes.keys()].filter((id) => nodes[id]?.outputs.length !== 0);
  const numbering = new Uint32Array(nodes.length);
  for (const [number, id] of [...quiet, ...accepting].entries()) numbering[id] = number * classCount;
  const next = new Uint32Array(goto.length);
  for (let id = 0; id < nodes.length; id += 1) {
    for (let symbol = 0; symbol < classCount; symbol += 1) {
      next[(numbering[id] ?? 0) + symbol] = numbering[goto[id * classCount + symbol] ?? 0] ?? 0;
    }
  }
  return {
    classOf,
    next,
    classCount,
    acceptFrom: quiet.length * classCount,
    accepted: accepting.map((id) => nodes[id]?.outputs ?? []),
  };
}
