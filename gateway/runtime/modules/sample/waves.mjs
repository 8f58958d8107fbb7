// A module as small as one can be: two signals for tags, from -1 to 1. Install it with
//   curl -X POST -H 'Content-Type: text/javascript' -H "X-Ignition-API-Token: $TOKEN" \
//     --data-binary @waves.mjs http://MASTER:8088/data/api/v1/modules
// and give a tag the source "module", the module "waves" and the signal "sine" or "sawtooth".

const periodMs = 60_000;

export const manifest = { id: 'waves', title: 'Waves', version: '1.0.0' };

export const signals = {
  sine: (at) => Math.sin((2 * Math.PI * at) / periodMs),
  sawtooth: (at) => (2 * (at % periodMs)) / periodMs - 1,
};
