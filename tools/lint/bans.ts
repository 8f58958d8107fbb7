/** An entry of ESLint's `no-restricted-syntax`. Every message says what to do instead. */
export interface Ban {
  selector: string;
  message: string;
}

const call = (name: string) => `CallExpression[callee.name=${name}]`;

export const bansEverywhere: Ban[] = [
  { selector: 'TSEnumDeclaration', message: 'Use a union of strings: the gateway runs with its types stripped.' },
  { selector: 'ExportAllDeclaration', message: 'Import from the file that has it: no barrels.' },
  { selector: call('/^(fdescribe|fit|xdescribe|xit)$/'), message: 'Run every spec: describe, it.' },
  {
    selector: 'CallExpression[callee.property.name=/^(only|skip|fixme)$/][callee.object.name=/^(it|test|describe)$/]',
    message: 'Run every spec: a test that is left out proves nothing.',
  },
  {
    selector: 'CallExpression[callee.property.name="waitForTimeout"]',
    message: 'Wait for what is seen: expect(locator).toBeVisible(), expect.poll().',
  },
];

export const bansInConsole: Ban[] = [
  {
    selector: call('/^(setTimeout|setInterval)$/'),
    message: 'Time comes from src/app/gateways: poll() and the clock in the store.',
  },
  {
    selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML|bypassSecurityTrustHtml)$/]',
    message: 'Interpolate the text in the template: it may come from a log or a peer.',
  },
  { selector: 'Program:has(ClassDeclaration[id.name=/Component$/])', message: 'ProvidersPanel, not …Component.' },
];

export const bansInFacts: Ban[] = [
  {
    selector: 'CallExpression[callee.object.name=/^(Date|performance)$/][callee.property.name="now"]',
    message: 'The time of a fact comes in the action that brings it.',
  },
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'The time comes in the action.' },
];

/** The redundancy core is handed its clocks and its randomness: that is what makes a seed replay. */
export const bansInCore: Ban[] = [
  {
    selector: 'CallExpression[callee.object.name=/^(Date|performance)$/][callee.property.name="now"]',
    message: 'Take the Clock that is handed in.',
  },
  {
    selector: 'CallExpression[callee.object.name="Math"][callee.property.name="random"]',
    message: 'Take the Random that is handed in.',
  },
];
