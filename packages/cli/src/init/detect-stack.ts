import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The part of the six families that fit what a directory holds, with names for people. */
export interface DetectedStack {
  readonly labels: readonly string[];
  readonly scanTypes: readonly string[];
}

interface Marker {
  readonly label: string;
  readonly scanTypes: readonly string[];
  matches(top: readonly string[], directory: string): Promise<boolean> | boolean;
}

const CODE = ['code', 'dependency'];

function hasAny(names: readonly string[]) {
  return (top: readonly string[]) => names.some((name) => top.includes(name));
}

const MARKERS: readonly Marker[] = [
  {
    label: 'Python',
    scanTypes: CODE,
    matches: hasAny(['pyproject.toml', 'requirements.txt', 'Pipfile', 'setup.py', 'setup.cfg']),
  },
  {
    label: 'JavaScript/TypeScript',
    scanTypes: CODE,
    matches: hasAny(['package.json', 'package-lock.json', 'yarn.lock', 'pnpm-lock.yaml']),
  },
  { label: 'Rust', scanTypes: CODE, matches: hasAny(['Cargo.toml', 'Cargo.lock']) },
  { label: 'Go', scanTypes: CODE, matches: hasAny(['go.mod', 'go.sum']) },
  {
    label: 'Container',
    scanTypes: ['iac'],
    matches: (top) => top.some((name) => /^(?:Dockerfile|Containerfile)$|^Dockerfile\.|\.Dockerfile$/.test(name)),
  },
  { label: 'IaC', scanTypes: ['iac'], matches: hasInfrastructure },
];

async function hasInfrastructure(top: readonly string[], directory: string): Promise<boolean> {
  if (top.some((name) => name.endsWith('.tf') || name === 'Chart.yaml')) return true;
  const places: readonly (readonly [readonly string[], RegExp])[] = [
    [['terraform', 'infra', 'infrastructure'], /\.tf$/],
    [['k8s', 'kubernetes', 'manifests'], /\.ya?ml$/],
    [['charts'], /(?:^|[\\/])Chart\.yaml$/],
  ];
  for (const [folders, pattern] of places) {
    for (const folder of folders) {
      if (!top.includes(folder)) continue;
      const names = await readdir(join(directory, folder), { recursive: true }).catch(() => []);
      if (names.some((name) => pattern.test(name))) return true;
    }
  }
  return false;
}

/** Looks at the top of a directory for what kind of project it is. */
export async function detectStack(directory: string): Promise<DetectedStack> {
  const top = await readdir(directory);
  const found: Marker[] = [];
  for (const marker of MARKERS) if (await marker.matches(top, directory)) found.push(marker);
  return {
    labels: found.map(({ label }) => label),
    scanTypes: [...new Set([...found.flatMap(({ scanTypes }) => scanTypes), 'baseline'])],
  };
}
