import { events, situations } from './activity-situations.testing.ts';

type Situation = keyof typeof situations;
type Happening = keyof typeof events;

/** Where a node is in a situation, and where each thing that can happen takes it; what is not named leaves it there. */
interface Row {
  is: string;
  unless: Partial<Record<Happening, string>>;
}

/** `level phase > frames that it sends`. */
const table: Record<Situation, Row> = {
  'joining, alone': {
    is: 'Undecided joining',
    unless: {
      'links with a standby': 'Undecided claiming > claim',
      'links with an active node': 'Standby steady',
      'is made active by force': 'Active steady',
    },
  },
  'joining, linked, barred by its disk': {
    is: 'Undecided joining',
    unless: {
      'links with an active node': 'Standby steady',
      'hears that the peer is active': 'Standby steady',
      'hears a claim': 'Standby granted > grant',
      'is asked for its work': 'Undecided joining > refuse',
      'is offered the work': 'Undecided joining > refuse',
      'hears a commit': 'Undecided joining > withdraw',
      'hears a goodbye': 'Undecided waiting',
      'hears of maintenance': 'Undecided joining > maintained',
      'hears of its end': 'Undecided joining > maintained',
      'is made active by force': 'Undecided claiming > claim',
    },
  },
  'waiting for a person': {
    is: 'Undecided waiting',
    unless: {
      'links with an active node': 'Standby steady',
      'is made active by force': 'Active steady',
    },
  },
  claiming: {
    is: 'Undecided claiming',
    unless: {
      'a budget of silence': 'Undecided joining > withdraw claim',
      'links with a standby': 'Undecided joining',
      'links with an active node': 'Standby steady',
      'the socket closes': 'Undecided joining',
      'the peer is dead': 'Undecided joining',
      'hears that the peer is active': 'Standby steady > withdraw',
      'hears a claim': 'Standby granted > grant',
      'hears a grant': 'Active steady',
      'hears a refusal': 'Undecided joining',
      'is asked for its work': 'Undecided claiming > refuse',
      'is offered the work': 'Undecided claiming > refuse',
      'hears a commit': 'Undecided claiming > withdraw',
      'hears a goodbye': 'Undecided joining',
      'stands still for nine seconds': 'Undecided joining',
      'hears of maintenance': 'Undecided claiming > maintained',
      'hears of its end': 'Undecided claiming > maintained',
    },
  },
  granted: {
    is: 'Standby granted',
    unless: {
      'links with a standby': 'Standby steady',
      'links with an active node': 'Standby steady',
      'hears that the peer is active': 'Standby steady',
      'hears a claim': 'Standby granted > grant',
      'hears a withdrawal': 'Standby steady',
      'is asked for its work': 'Standby granted > refuse',
      'is offered the work': 'Standby granted > refuse',
      'hears a commit': 'Standby granted > withdraw',
      'hears a goodbye': 'Active steady',
      'hears of maintenance': 'Standby granted > maintained',
      'hears of its end': 'Standby granted > maintained',
    },
  },
  'standby, linked': {
    is: 'Standby steady',
    unless: {
      'a budget of silence': 'Active steady',
      'the peer is dead': 'Active steady',
      'hears a claim': 'Standby granted > grant',
      'is asked for its work': 'Standby steady > refuse',
      'is offered the work': 'Standby prepared > prepared',
      'hears a commit': 'Standby steady > withdraw',
      'hears a goodbye': 'Active steady',
      'is ordered to begin maintenance': 'Standby steady > maintain',
      'hears of maintenance': 'Standby steady > maintained',
      'hears of its end': 'Standby steady > maintained',
    },
  },
  'standby, alone': {
    is: 'Standby steady',
    unless: {
      'a budget of silence': 'Active steady',
      'the peer is dead': 'Active steady',
      'is made active by force': 'Active steady',
    },
  },
  asking: {
    is: 'Standby asking',
    unless: {
      'a budget of silence': 'Active steady',
      'links with a standby': 'Standby claiming > claim',
      'links with an active node': 'Standby asking > ask',
      'the socket closes': 'Standby steady',
      'the peer is dead': 'Active steady',
      'hears a claim': 'Standby granted > grant',
      'is asked for its work': 'Standby asking > refuse',
      'is offered the work': 'Standby prepared > prepared',
      'hears a commit': 'Standby asking > withdraw',
      'hears a goodbye': 'Active steady',
      'stands still for nine seconds': 'Standby steady',
      'hears of maintenance': 'Standby asking > maintained',
      'hears of its end': 'Standby asking > maintained',
    },
  },
  prepared: {
    is: 'Standby prepared',
    unless: {
      'a budget of silence': 'Active steady',
      'links with a standby': 'Standby steady',
      'links with an active node': 'Standby steady',
      'the peer is dead': 'Active steady',
      'hears that the peer is active': 'Standby steady',
      'hears a claim': 'Standby granted > grant',
      'is asked for its work': 'Standby prepared > refuse',
      'is offered the work': 'Standby prepared > prepared',
      'hears a commit': 'Active steady',
      'hears an abort': 'Standby steady',
      'hears a goodbye': 'Active steady',
      'stands still for nine seconds': 'Standby steady',
      'hears of maintenance': 'Standby prepared > maintained',
      'hears of its end': 'Standby prepared > maintained',
    },
  },
  'active, linked': {
    is: 'Active steady',
    unless: {
      'links with an active node': 'Standby steady > stopped',
      'hears that the peer is active': 'Standby steady > stopped',
      'hears a claim': 'Active steady > refuse',
      'is asked for its work': 'Active preparing > prepare',
      'is offered the work': 'Active steady > refuse',
      'hears a commit': 'Active steady > withdraw',
      'is told to stop': 'Standby claiming > stopped claim',
      'stands still for nine seconds': 'Undecided stalled',
      'is ordered to begin maintenance': 'Active steady > maintain',
      'hears of maintenance': 'Active steady > maintained',
      'hears of its end': 'Active steady > maintained',
    },
  },
  'active, alone': {
    is: 'Active steady',
    unless: {
      'links with an active node': 'Standby steady > stopped',
      'stands still for nine seconds': 'Undecided stalled',
    },
  },
  preparing: {
    is: 'Active preparing',
    unless: {
      'a budget of silence': 'Active steady > abort',
      'links with a standby': 'Active steady',
      'links with an active node': 'Standby steady > stopped',
      'the socket closes': 'Active steady',
      'the peer is dead': 'Active steady',
      'hears that the peer is active': 'Standby steady',
      'hears a claim': 'Active preparing > refuse',
      'is asked for its work': 'Active preparing > refuse',
      'is offered the work': 'Active preparing > refuse',
      'hears that the peer is prepared': 'Standby released > commit',
      'hears a commit': 'Active preparing > withdraw',
      'hears a goodbye': 'Active steady > abort',
      'stands still for nine seconds': 'Undecided stalled',
      'hears of maintenance': 'Active preparing > maintained',
      'hears of its end': 'Active preparing > maintained',
    },
  },
  released: {
    is: 'Standby released',
    unless: {
      'links with a standby': 'Standby claiming > claim',
      'links with an active node': 'Standby steady',
      'hears that the peer is active': 'Standby steady',
      'hears a claim': 'Standby granted > grant',
      'hears a withdrawal': 'Standby claiming > claim',
      'is asked for its work': 'Standby released > refuse',
      'is offered the work': 'Standby released > refuse',
      'hears a commit': 'Standby released > withdraw',
      'hears a goodbye': 'Active steady',
      'hears of maintenance': 'Standby released > maintained',
      'hears of its end': 'Standby released > maintained',
    },
  },
  stalled: {
    is: 'Undecided stalled',
    unless: {
      'links with a standby': 'Undecided claiming > claim',
      'links with an active node': 'Standby steady',
      'is made active by force': 'Active steady',
    },
  },
  'in maintenance, standby, linked': {
    is: 'Standby steady',
    unless: {
      'hears a claim': 'Standby granted > grant',
      'is asked for its work': 'Standby steady > refuse',
      'is offered the work': 'Standby prepared > prepared',
      'hears a commit': 'Standby steady > withdraw',
      'hears a goodbye': 'Active steady',
      'is ordered to begin maintenance': 'Standby steady > maintain',
      'is ordered to end it': 'Standby steady > maintain',
      'hears of maintenance': 'Standby steady > maintained',
      'hears of its end': 'Standby steady > maintained',
    },
  },
  'in maintenance, standby, alone': {
    is: 'Standby steady',
    unless: {
      'is made active by force': 'Active steady',
    },
  },
  'in maintenance, started anew, alone': {
    is: 'Undecided waiting',
    unless: {
      'links with an active node': 'Standby steady',
      'is ordered to end it': 'Active steady',
      'is made active by force': 'Active steady',
    },
  },
  'in maintenance, active, linked': {
    is: 'Active steady',
    unless: {
      'links with an active node': 'Standby steady > stopped',
      'hears that the peer is active': 'Standby steady > stopped',
      'hears a claim': 'Active steady > refuse',
      'is asked for its work': 'Active preparing > prepare',
      'is offered the work': 'Active steady > refuse',
      'hears a commit': 'Active steady > withdraw',
      'is told to stop': 'Standby claiming > stopped claim',
      'is ordered to begin maintenance': 'Active steady > maintain',
      'is ordered to end it': 'Active steady > maintain',
      'hears of maintenance': 'Active steady > maintained',
      'hears of its end': 'Active steady > maintained',
      'stands still for nine seconds': 'Undecided stalled',
    },
  },
};

describe('A node', () => {
  for (const situation of Object.keys(situations) as Situation[]) {
    describe(`that is ${situation}`, () => {
      const { is, unless } = table[situation];

      it(`is ${is}`, () => expect(situations[situation]().where).toBe(is));

      for (const happening of Object.keys(events) as Happening[]) {
        const outcome = unless[happening] ?? is;
        it(`and ${happening}: ${outcome}`, () => {
          const node = events[happening](situations[situation]());
          expect(`${node.where}${node.said === '' ? '' : ` > ${node.said}`}`).toBe(outcome);
        });
      }
    });
  }
});
