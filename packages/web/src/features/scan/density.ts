const NAME = 'securescan.density';

export type Density = 'compact' | 'comfortable';

/** Height of rows as it was chosen in this browser. */
export function readDensity(): Density {
  return localStorage.getItem(NAME) === 'compact' ? 'compact' : 'comfortable';
}

export function keepDensity(density: Density): void {
  localStorage.setItem(NAME, density);
}
