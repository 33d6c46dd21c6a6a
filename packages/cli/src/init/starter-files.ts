/** What `init` has been told or has found out. */
export interface StarterChoices {
  readonly projectName: string;
  readonly scanTypes: readonly string[];
  readonly threshold: string;
}

/** Text of a first `.securescan.yml`. */
export function renderStarterConfig({ projectName, scanTypes, threshold }: StarterChoices): string {
  return `# SecureScan configuration for ${projectName.replaceAll(/\s+/g, ' ')}.
# Check it with: securescan config validate
#
# Findings are suppressed by inline comments (securescan: ignore RULE),
# by ignored_rules below, and by the baseline .securescan/baseline.json.

scan_types: [${scanTypes.join(', ')}]
fail_on_severity: ${threshold}

# Rules that are accepted everywhere in this repository. The long form
# limits a rule to paths and lets the exception end:
#   - { id: B101, path: tests/**, reason: asserts are fine in tests, until: 2027-01-31 }
ignored_rules: []

# Rules with another severity than the scanner gives them.
# severity_overrides:
#   B404: info

# Semgrep rules instead of the default: files, directories, registry packs.
# semgrep_rules:
#   - p/ci
`;
}

/** Text of the GitHub workflow: changes of a pull request in one job, the whole tree in another. */
export function renderStarterWorkflow({ scanTypes, threshold }: StarterChoices): string {
  const types = scanTypes.join(',');
  return `name: SecureScan

on:
  pull_request:
  push:
    branches: [main]

permissions:
  contents: read

jobs:
  changes:
    if: github.event_name == 'pull_request'
    runs-on: ubuntu-latest
    permissions:
      contents: read
      pull-requests: write
      security-events: write
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
      - uses: Metbcy/securescan@v1
        with:
          scan-types: ${types}
          fail-on-severity: ${threshold}
          pr-mode: summary
          upload-sarif: true

  full-scan:
    if: github.event_name == 'push'
    runs-on: ubuntu-latest
    permissions:
      contents: read
      security-events: write
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
      - uses: Metbcy/securescan@v1
        with:
          scan-types: ${types}
          fail-on-severity: ${threshold}
          full-scan-on-push: true
          upload-sarif: true
`;
}
