export { arrivalInWords, type Arrival } from './arrival.ts';
export { decide, type Decision, type Reason, type Situation } from './decision.ts';
export { followActive, type FollowOptions, type Follower, type Switch } from './follow.ts';
export { followedNodes, type FollowedNode } from './nodes.ts';
export { followPage, takeArrival, type PageOptions } from './page.ts';
