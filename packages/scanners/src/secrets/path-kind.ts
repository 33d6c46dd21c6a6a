const SKIPPED_DIRECTORY = /(?:^|\/)(?:node_modules|\.git|venv|__pycache__|\.next|dist|build|\.tox|\.mypy_cache)\//;
const SKIPPED_EXTENSIONS = new Set(
  (
    'png jpg jpeg gif svg ico webp avif bmp woff woff2 ttf otf eot mp3 mp4 mov avi webm ogg flac zip tar gz tgz bz2 xz zst 7z rar ' +
    'pdf exe dll so dylib a o class jar war pyc pyo wasm lock'
  ).split(' '),
);
const TEST_DIRECTORY = /^(?:test_.*|__?fixtures?_?_?|fixtures?|__?mocks?_?_?|mocks?|testdata|test-data)$/;
const TEST_FILE = /^test_|_test\.|\.test\.|\.spec\.|(?:^|[._-])(?:fixture|mock)s?(?:[._-]|$)/;

/** Whether the file is never looked at: vendored and built trees, formats that hold no text. */
export function isSkipped(path: string): boolean {
  const nameAt = path.lastIndexOf('/') + 1;
  const dot = path.lastIndexOf('.');
  if (dot > nameAt && SKIPPED_EXTENSIONS.has(path.slice(dot + 1).toLowerCase())) return true;
  return nameAt > 0 && SKIPPED_DIRECTORY.test(path);
}

/** Whether the path, relative to the target, is that of test data. Whole segments decide, so `latest_build` is not one. */
export function isTestPath(path: string): boolean {
  const segments = path.toLowerCase().split('/');
  const name = segments.pop() ?? '';
  return TEST_FILE.test(name) || segments.some((segment) => TEST_DIRECTORY.test(segment));
}

/** `.env`, `.env.local`, `prod.env`, `x.env.bak`. */
export function isEnvFile(path: string): boolean {
  return /(?:^|\/)[^/]*\.env(?:\.[^/]*)?$/.test(path);
}

/** Manifests, compose files, workflows, settings. */
export function isYamlFile(path: string): boolean {
  return /\.ya?ml(?:\.[^/.]+)?$/i.test(path);
}

/** Terraform and OpenTofu: configuration and values of variables. */
export function isTerraformFile(path: string): boolean {
  return /\.(?:tf|tofu|tfvars)(?:\.[^/.]+)?$/i.test(path);
}

/** A file that shows which variables exist (`.env.example`), where values are meant to be made up. */
export function isTemplate(path: string): boolean {
  return /\.(?:example|sample|template|tmpl|tpl|dist|defaults?)(?:\.[^/.]+)?$/i.test(path);
}
