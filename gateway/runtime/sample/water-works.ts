import type { ResourceFile } from '#contract/resources';

type SampleResource = ResourceFile['resources'][number];

const tank = 'Tank 1';

function tag(name: string, value: Record<string, unknown>): SampleResource {
  return { type: 'tag', name, value };
}

function part(name: string, value: { part: string; description: string; unit?: string }): SampleResource {
  const dataType = value.part === 'level' ? 'number' : 'boolean';
  return tag(name, { source: 'simulated', dataType, equipment: tank, ...value });
}

function host(name: string, value: { metric: string; unit: string; description: string }): SampleResource {
  return tag(name, { source: 'host', dataType: 'number', ...value });
}

function alarm(name: string, value: Record<string, unknown>): SampleResource {
  return { type: 'alarm', name, value };
}

/** A plant to look at: a tank that fills and empties, the computer that works, two values to write, three alarms. */
export const waterWorks: readonly SampleResource[] = [
  part('Tank 1/Level', { part: 'level', unit: '%', description: 'How full the tank is' }),
  part('Tank 1/Pump', { part: 'pump', description: 'Fills the tank' }),
  part('Tank 1/Valve', { part: 'valve', description: 'Empties the tank' }),
  part('Tank 1/Automatic', { part: 'automatic', description: 'The level switches the pump' }),
  tag('Recipe/Setpoint', { source: 'memory', dataType: 'number', unit: '%', description: 'Free to write' }),
  tag('Shift/Note', { source: 'memory', dataType: 'text', description: 'What the next shift should know' }),
  host('Gateway/Processor', { metric: 'cpu', unit: '%', description: 'Of a core, by the active gateway' }),
  host('Gateway/Memory', { metric: 'memory', unit: 'MB', description: 'Of the active gateway' }),
  host('Gateway/Delay', { metric: 'eventLoopDelay', unit: 'ms', description: 'Longest in a second' }),
  alarm('Tank 1 high', {
    ...{ tag: 'Tank 1/Level', condition: 'above', limit: 70, hysteresis: 2, delayMs: 1000, priority: 'high' },
    description: 'The tank is nearly full',
  }),
  alarm('Tank 1 low', {
    ...{ tag: 'Tank 1/Level', condition: 'below', limit: 33, hysteresis: 2, delayMs: 1000, priority: 'medium' },
    description: 'The tank is nearly empty',
  }),
  alarm('Gateway busy', {
    ...{ tag: 'Gateway/Processor', condition: 'above', limit: 80, hysteresis: 20, delayMs: 10_000, priority: 'low' },
    description: 'The active gateway has much to do',
  }),
  {
    type: 'project',
    name: 'water-works',
    value: {
      title: 'Water works',
      pages: [
        {
          name: 'overview',
          title: 'Overview',
          tags: ['Tank 1/Level', 'Tank 1/Pump', 'Tank 1/Valve', 'Tank 1/Automatic', 'Recipe/Setpoint', 'Shift/Note'],
          trends: ['Tank 1/Level'],
        },
        {
          name: 'gateway',
          title: 'Gateway',
          tags: ['Gateway/Processor', 'Gateway/Memory', 'Gateway/Delay'],
          trends: ['Gateway/Processor', 'Gateway/Delay'],
        },
      ],
    },
  },
];
