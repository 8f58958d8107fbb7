import type { Reason, ReasonCode } from './verdict-codes.ts';

/**
 * Templates: `{node}` is the node that the reason is about, `{other}` the other one, `{at}` a time of day, `{for}` how
 * long ago or how long still, `{count}` a number. What stands in brackets is left out while a value in it is not known.
 */
export interface ReasonSentences {
  title: string;
  explanation: string;
  next: string;
}

const startGateway =
  'Start the gateway on {other}. It will synchronise; by its recovery mode it takes back or stands by.';
const checkNetwork = 'Check the network between the two nodes and whether the gateway on {other} still works.';
const wait = 'Nothing to do: wait a moment.';

/** Title, explanation and next step of every reason. */
export const reasonSentences: Record<ReasonCode, ReasonSentences> = {
  noAnswer: {
    title: 'Neither gateway answers this browser',
    explanation: 'What is shown is what they last said. They may well be running: only this browser cannot tell.',
    next: 'Check the network of this computer, then whether the gateways run.',
  },
  activeUnseen: {
    title: 'Not known who is active',
    explanation: '{node} stands by and still counts on {other}, which does not answer this browser.',
    next: 'Wait for {node} to decide. If this stays, check the network between this computer and {other}.',
  },
  standbyUnseen: {
    title: '{node} is active; not known whether {other} could take over',
    explanation: '{node} is linked to {other}, but nothing recent is known from {other} itself.',
    next: 'Check the network between this computer and {other}.',
  },
  notReported: {
    title: 'Not known whether the pair is protected',
    explanation: '{node} does not report enough to tell: its software is another one, or older.',
    next: 'Update {node} to this version.',
  },
  unconfirmed: {
    title: '{node} is active, but nobody confirms that it is the only one',
    explanation: '{other} is linked and has not yet confirmed the activation of {node}.',
    next: wait,
  },
  unclear: {
    title: 'Not known how the pair is',
    explanation: 'What the two nodes say does not fit together at the moment.',
    next: 'Wait a moment. If this stays, look at the two nodes below.',
  },
  bothActive: {
    title: 'Split brain: both nodes are active',
    explanation: '{node} and {other} do not hear each other, and each of them runs the plant.',
    next: 'Restore the network between them: they then settle it by themselves. Until then avoid changes on either.',
  },
  activeApart: {
    title: 'Both nodes are active: {node} is Independent',
    explanation: 'Each of them runs the plant on its own, and nothing is copied between them.',
    next: 'Make {node} the other half of the pair again, or stop one of the two.',
  },
  noneActive: {
    title: 'Nobody is active',
    explanation: 'No node runs the plant, and none is about to take over by itself.',
    next: 'Start {other}, or mend what is named here.',
  },
  independent: {
    title: '{node} has no partner',
    explanation: '{node} runs as Independent: if it fails, nobody takes over.',
    next: 'Make it the Master of a pair, with a Backup on another machine.',
  },
  noPartner: {
    title: '{node} has no partner yet',
    explanation: 'No other node has been paired with {node}: if it fails, nobody takes over.',
    next: 'Set up the other node and pair the two.',
  },
  joining: {
    title: '{node} is starting',
    explanation: '{node} asks who is active[ and decides by itself at {at} at the latest].',
    next: wait,
  },
  stalled: {
    title: '{node} has been standing still',
    explanation: 'Its process was paused, so {node} stopped being active and looks around before it goes on.',
    next: 'If this repeats, look for what stops the process: a suspended machine, an overloaded disk.',
  },
  takingOver: {
    title: '{node} is taking over',
    explanation: '{node} no longer hears {other}[ and becomes active at {at}].',
    next: wait,
  },
  handingOver: { title: 'A handover is running', explanation: 'One node hands over to the other.', next: wait },
  maintenance: {
    title: 'Maintenance[ until {at}]',
    explanation:
      'Automatic failover is switched off on purpose: if the active node fails, nobody takes over before that.',
    next: 'End the maintenance when the work is done; it also ends by itself.',
  },
  keptByMaintenance: {
    title: 'Nobody is active: maintenance[ until {at}] keeps {node} from taking over',
    explanation: '{node} does not hear {other}, and waits for the end of the maintenance as it was told to.',
    next: 'Start {other}; or end the maintenance, and {node} takes over at once.',
  },
  neverSeen: {
    title: '{node} runs alone: no other node has ever connected',
    explanation: 'If {node} fails, nobody takes over.',
    next: 'Start the other node, and check its address of the Master and the network between them.',
  },
  stopped: {
    title: '{node} runs alone[ since {at} ({for})]',
    explanation: '{other} was stopped on purpose.',
    next: startGateway,
  },
  lost: {
    title: '{node} runs alone[ since {at} ({for})]',
    explanation: 'There is no link to {other}.',
    next: checkNetwork,
  },
  'lost.refused': {
    title: '{node} runs alone[ since {at} ({for})]',
    explanation: '{other} stopped answering: its process is gone (connection refused).',
    next: startGateway,
  },
  'lost.silent': {
    title: '{node} runs alone[ since {at} ({for})]',
    explanation: '{other} fell silent: its machine or the network between the two is down.',
    next: checkNetwork,
  },
  'lost.closed': {
    title: '{node} runs alone[ since {at} ({for})]',
    explanation: 'The link to {other} was closed.',
    next: checkNetwork,
  },
  'lost.rejected': {
    title: '{node} runs alone: the node that wants to connect is not its partner',
    explanation: 'It belongs to another pair, has the same role, or does not know the pairing secret.',
    next: 'Check which node connects here, and its role; pair the two again if they belong together.',
  },
  'lost.unreachable': {
    title: '{node} runs alone[ since {at} ({for})]',
    explanation: '{other} cannot be reached over the network.',
    next: checkNetwork,
  },
  'lost.stalled': {
    title: '{node} runs alone[ since {at} ({for})]',
    explanation: 'The link was dropped after a process had been standing still.',
    next: 'Wait for {other} to connect again. If this repeats, look for what stops the process.',
  },
  peerStarting: {
    title: '{node} runs alone; {other} is starting',
    explanation: '{other} answers and has not connected to {node} yet.',
    next: 'Nothing to do: {other} connects and synchronises by itself.',
  },
  linkCut: {
    title: '{node} runs alone: the nodes do not hear each other',
    explanation: 'Both answer this browser, but there is no link between them.',
    next: 'Check the network between the two nodes, firewalls included.',
  },
  neverSynced: {
    title: '{node} cannot become active: it has never been synchronised',
    explanation: '{node} does not yet have the configuration.',
    next: 'Wait for the first synchronisation to finish. If it does not, look at the logs of {node}.',
  },
  diskFull: {
    title: 'The disk of {node} is full',
    explanation: '{node} cannot write what it must write before it becomes active.',
    next: 'Free space on the disk of {node}.',
  },
  emptyDirectory: {
    title: '{node} cannot become active: its data directory is empty',
    explanation: '{node} lost its data, or was given another directory.',
    next: 'Check the data directory of {node}, or let it synchronise from {other}.',
  },
  incompatible: {
    title: '{node} cannot become active: the nodes run different versions',
    explanation: 'The platform or the modules of the two nodes do not fit together.',
    next: 'Bring both nodes to the same version.',
  },
  lacksModules: {
    title: '{node} cannot become active: it lacks modules that the configuration names',
    explanation:
      'Both nodes run the same version, but the link between them is not encrypted: no module is sent over it.',
    next:
      'In the redundancy settings of the Backup switch on Use SSL, with the HTTPS port of the Master: the modules are ' +
      'then sent by themselves. Or remove them on the Master.',
  },
  suspended: {
    title: '{node} must not become active: failover is suspended',
    explanation: 'It was suspended after too many changeovers, or by a person.',
    next: 'Find out why the nodes changed over so often, then resume.',
  },
  superseded: {
    title: '{node} must not become active: its role was given to another node',
    explanation: '{node} met a newer version of this pair.',
    next: 'Give {node} its new role, or take it out of service.',
  },
  diverged: {
    title: 'The configurations of the two nodes have different histories',
    explanation:
      'What {node} holds does not continue what {other} holds. Nothing was changed on either, and {node} does not take ' +
      'over until one is chosen.',
    next: 'Choose below which one stays: restore the Master from the Backup, or replace the Backup.',
  },
  syncLoop: {
    title: 'The nodes synchronise the same data in full again and again',
    explanation: 'It had to be sent anew three times or more within ten minutes, and nobody asked for it.',
    next: 'Look at the events for what it is, and why: a link that breaks, or a log of changes that is too small.',
  },
  cannotActivate: {
    title: '{node} cannot become active',
    explanation: '{node} reports that it cannot become active, without saying why.',
    next: 'Look at the logs of {node}.',
  },
  flapping: {
    title: 'The nodes change over too often',
    explanation: '{count} changeovers that nobody asked for in the last ten minutes.',
    next: 'Look for what interrupts the nodes: the network, a process that restarts.',
  },
  takeBackSuspended: {
    title: 'Automatic take-back is suspended',
    explanation: '{count} changeovers that nobody asked for in the last ten minutes: the nodes stopped taking back.',
    next: 'Look for what interrupts the nodes, then resume automatic take-back.',
  },
  notCompared: {
    title: 'The nodes are comparing their configuration',
    explanation: 'The link is up; not known yet whether both have the same configuration.',
    next: wait,
  },
  outOfDate: {
    title: 'The nodes are not in sync yet',
    explanation: 'One node does not yet have the latest configuration of the other.',
    next: 'Nothing to do: it is sent by itself.',
  },
  syncRunning: {
    title: 'The nodes are synchronising',
    explanation: 'The configuration is being sent from one node to the other.',
    next: wait,
  },
  modulesMissing: {
    title: 'A node lacks modules that the configuration names',
    explanation: 'Their files are asked for from the other node again and again. The last error of Modules says why.',
    next: 'If this stays, neither node has the files: install the modules again on the Master, or remove them there.',
  },
  plainLink: {
    title: '{node} is active, {other} can take over, but users and passwords are not replicated',
    explanation:
      'The link between the nodes is not encrypted. Users, passwords, API tokens and modules are not sent over it: the ' +
      'Backup goes on with those that it has.',
    next: 'In the redundancy settings of the Backup switch on Use SSL, with the HTTPS port of the Master.',
  },
  protected: {
    title: '{node} is active, {other} can take over',
    explanation: 'The nodes are linked and in sync.',
    next: 'Nothing to do.',
  },
};

/** A template with its values; a time as `{at}` and `{for}` in the reader's own zone and words. */
export function fillSentence(template: string, about: Reason, at: string | null, span: string | null): string {
  const values: Record<string, string | null> = {
    node: about.node,
    other: about.other,
    count: about.count === null ? null : String(about.count),
    at,
    for: span,
  };
  const known = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].every(([, name = '']) => values[name] != null);
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_all, name: string) => values[name] ?? substitute(name));
  const text = fill(template.replace(/\[([^\]]*)\]/g, (_all, part: string) => (known(part) ? part : '')));
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function substitute(name: string): string {
  return name === 'node' || name === 'other' ? 'the other node' : 'unknown';
}
