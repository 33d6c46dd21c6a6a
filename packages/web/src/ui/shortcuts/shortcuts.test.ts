// @vitest-environment node
import { expect, it } from 'vitest';
import { createShortcutRegistry } from './shortcuts.ts';

function press(
  registry: ReturnType<typeof createShortcutRegistry>,
  key: string,
  atMs: number,
  extra: object = {},
): void {
  const event = {
    key,
    timeStamp: atMs,
    target: null,
    defaultPrevented: false,
    preventDefault: () => undefined,
    ...extra,
  };
  // There is no DOM here; these are the members that are read.
  registry.handle(event as unknown as KeyboardEvent);
}

function setUp(isOn = true) {
  const registry = createShortcutRegistry(() => isOn);
  const ran: string[] = [];
  const add = (...keys: string[]) =>
    registry.add(() => keys.map((key) => ({ keys: key, label: key, group: 'test', run: () => ran.push(key) })));
  return { registry, ran, add };
}

it('runs a key, and two keys in a row', () => {
  const { registry, ran, add } = setUp();
  add('j', 'g h');
  press(registry, 'j', 0);
  press(registry, 'g', 10);
  press(registry, 'h', 20);
  expect(ran).toEqual(['j', 'g h']);
});

it('forgets the first of two keys after a while, and after another key', () => {
  const { registry, ran, add } = setUp();
  add('g h');
  press(registry, 'g', 0);
  press(registry, 'h', 5000);
  press(registry, 'g', 6000);
  press(registry, 'x', 6010);
  press(registry, 'h', 6020);
  expect(ran).toEqual([]);
});

it('takes the page before the shell, and the shell again when the page is gone', () => {
  const registry = createShortcutRegistry(() => true);
  const ran: string[] = [];
  const source = (name: string) => () => [{ keys: 'j', label: name, group: 'test', run: () => ran.push(name) }];
  registry.add(source('shell'));
  const remove = registry.add(source('page'));
  press(registry, 'j', 0);
  remove();
  press(registry, 'j', 10);
  expect(ran).toEqual(['page', 'shell']);
});

it('leaves keys with Ctrl, and all keys when they are switched off, alone', () => {
  const on = setUp();
  on.add('j');
  press(on.registry, 'j', 0, { ctrlKey: true });
  const off = setUp(false);
  off.add('j');
  press(off.registry, 'j', 0);
  expect([...on.ran, ...off.ran]).toEqual([]);
});
