import type { Tone } from '../../ui/tone.ts';
import { isLocal, isMixed, type AddressTest, type Seen, type Viewpoint } from './address-test.ts';
import type { SettingsNode } from './settings-node.ts';

/** A sentence and how good the news is; `null`: still being asked. */
export interface TestWords {
  tone: Tone | null;
  text: string;
}

/** Whose address it is, and the page that asks. */
export interface TestContext {
  node: Pick<SettingsNode, 'nodeId' | 'name' | 'otherName'>;
  pageScheme: 'http' | 'https';
}

/** What one place saw. */
export function viewInWords({ origin }: AddressTest, view: Viewpoint, context: TestContext): TestWords {
  const { seen } = view;
  if (seen === null) return { tone: null, text: 'Asking …' };
  switch (seen.found) {
    case 'node':
      return nodeInWords(seen, context);
    case 'stranger':
      return { tone: 'bad', text: 'A gateway answers that does not belong to this pair' };
    case 'somethingElse':
      return { tone: 'bad', text: 'Something answers that is no gateway' };
    case 'unknownName':
      return { tone: 'bad', text: `The name ${new URL(origin).hostname} is not known there` };
    case 'notAsked':
      return { tone: 'unknown', text: `Not known. ${seen.why}` };
    case 'noAnswer':
      return { tone: 'bad', text: view.nodeId === null ? silenceHere(origin) : 'Nothing answers' };
  }
}

function nodeInWords(seen: Seen & { found: 'node' }, { node }: TestContext): TestWords {
  if (seen.nodeId === node.nodeId) return { tone: 'good', text: `${node.name} answers` };
  const other = node.otherName ?? 'The other node';
  const isActive = seen.runningState === 'Running';
  return { tone: isActive ? 'attention' : 'bad', text: `${other} answers${isActive ? ', which is active now' : ''}` };
}

/** A browser does not tell a page why it got nothing. */
function silenceHere(origin: string): string {
  if (origin.startsWith('https:')) return 'Nothing answers, or this browser does not trust the certificate';
  return 'Nothing answers, or the name is not known';
}

/** What follows from all of it. */
export function testAdvice(test: AddressTest, context: TestContext): TestWords[] {
  const { node, pageScheme } = context;
  const advice: TestWords[] = [];
  const add = (tone: Tone, text: string) => advice.push({ tone, text });
  if (isLocal(test.origin)) {
    add('bad', `Every computer means itself by this address: operators elsewhere would not come to ${node.name}.`);
  }
  if (isMixed(test.origin, pageScheme)) {
    add('attention', 'Operators who use https would come to a page without it. Enter an address with https.');
  }
  const seen = test.views.map((view) => view.seen);
  if (!seen.includes(null)) advice.push(...conclusion(test.views, context));
  return advice.some(({ tone }) => tone !== 'good') ? advice.filter(({ tone }) => tone !== 'good') : advice;
}

function conclusion(views: readonly Viewpoint[], { node }: TestContext): TestWords[] {
  const other = node.otherName ?? 'the other node';
  const found = views.map(({ seen }) => (seen?.found === 'node' ? seen.nodeId : (seen?.found ?? '')));
  const who = new Set(found.filter((one) => !['noAnswer', 'unknownName', 'notAsked'].includes(one)));
  if (who.size > 1) return [{ tone: 'bad', text: 'Where it leads depends on from where it is asked.' }];
  if (found.every((one) => one === node.nodeId)) {
    return [{ tone: 'good', text: `From everywhere the address leads to ${node.name}.` }];
  }
  const [one] = who;
  if (one === node.nodeId) return [partly(found, node.name)];
  if (one === 'stranger' || one === 'somethingElse') {
    return [{ tone: 'bad', text: `Operators would not come to ${node.name}.` }];
  }
  if (one === undefined) {
    return found.every((each) => each === 'notAsked' || each === 'noAnswer' || each === 'unknownName')
      ? [{ tone: 'bad', text: `Nobody found ${node.name} there.` }]
      : [];
  }
  const isActive = views.some(({ seen }) => seen?.found === 'node' && seen.runningState === 'Running');
  return isActive
    ? [
        {
          tone: 'attention',
          text: 'Right only if the address always leads to the active node, as a load balancer does.',
        },
      ]
    : [{ tone: 'bad', text: `The address leads to ${other}, but operators come here when ${other} has failed.` }];
}

/** `found[0]`: by this browser. */
function partly(found: readonly string[], name: string): TestWords {
  const [here] = found;
  if (found.includes('notAsked')) return { tone: 'unknown', text: 'It is not known from everywhere who answers.' };
  return here === found.find((one) => one !== 'noAnswer' && one !== 'unknownName')
    ? { tone: 'attention', text: `Browsers come to ${name}, as operators need. Not every gateway does.` }
    : { tone: 'bad', text: `This browser does not come to ${name}, so operators may not either.` };
}
