import { setTimeout as delay } from 'node:timers/promises';
import { buildConsole, consoleIsCurrent } from '../console/build-console.ts';
import { Refusal, runTool } from '../refusal.ts';
import { isNewPair, prepareData } from './data.ts';
import { answers, isActive, portsOf, startNode, type LocalNode } from './local-node.ts';
import { parsePairOptions } from './options.ts';
import { checkPortsAreFree } from './ports.ts';
import { signInLink } from './sign-in-link.ts';
import { listenForStop, stopPair } from './stop.ts';

const askAgainMs = 50;

await runTool(async () => {
  const options = parsePairOptions(process.argv.slice(2), process.env['INIT_CWD'] ?? process.cwd());
  const secretFile = prepareData(options);
  await checkPortsAreFree([...portsOf('Master', options), ...portsOf('Backup', options)]);
  if (!consoleIsCurrent()) await buildConsole();
  const stop = listenForStop();
  const pair = { secretFile, isNew: isNewPair(options) };
  const nodes = [startNode('Master', options, pair), startNode('Backup', options, pair)];
  const start = await Promise.race([bothAnswer(nodes), firstEnd(nodes), stop.first]);
  if (start === 'answering') {
    void announce(nodes);
    for (const node of nodes) void node.process.exited.then(() => stop.wasMade() || sayEnd(node, nodes));
    await Promise.race([stop.first, Promise.all(nodes.map((node) => node.process.exited))]);
  }
  const allEnded = nodes.every((node) => node.process.exit !== null);
  const clean = await stopPair(nodes, stop);
  if (typeof start === 'object') throw notStarted(start);
  return clean && !allEnded ? 0 : 1;
});

async function bothAnswer(nodes: LocalNode[]): Promise<'answering'> {
  for (const node of nodes) while (!(await answers(node))) await delay(askAgainMs);
  return 'answering';
}

function firstEnd(nodes: LocalNode[]): Promise<LocalNode> {
  return Promise.race(nodes.map((node) => node.process.exited.then(() => node)));
}

/** What a person needs now: where both are, who is active, and how to sign in. */
async function announce(nodes: LocalNode[]): Promise<void> {
  for (const node of nodes) console.log(`${node.role} ${node.name}: ${node.address}`);
  const link = signInLink(nodes);
  const active = await firstActive(nodes);
  if (active !== null) console.log(`Active: ${active.role} ${active.name}`);
  console.log(`Sign in, once: ${await link}`);
  console.log('Ctrl-C stops both.');
}

async function firstActive(nodes: LocalNode[]): Promise<LocalNode | null> {
  while (nodes.some((node) => node.process.exit === null)) {
    for (const node of nodes) if (await isActive(node)) return node;
    await delay(askAgainMs);
  }
  return null;
}

function sayEnd(node: LocalNode, nodes: LocalNode[]): void {
  const { code, signal } = node.process.exit ?? { code: null, signal: null };
  const how = signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
  const other = nodes.find((one) => one !== node && one.process.exit === null);
  if (other === undefined) return;
  console.log(`The ${node.role} ${how}; the ${other.role} goes on. To start it again: ${commandFor(node)}`);
}

function commandFor(node: LocalNode): string {
  return ['npm run gateway --', ...node.args].join(' ');
}

function notStarted(node: LocalNode): Refusal {
  const { code, signal } = node.process.exit ?? { code: null, signal: null };
  const why = node.process.lastError === null ? ` (${signal ?? `code ${code}`})` : '';
  return new Refusal(`The ${node.role} could not start${why}; both are stopped.`, code || 1);
}
