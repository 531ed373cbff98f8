// SPDX-License-Identifier: Apache-2.0

/** Starts a node before all tests: the first start compiles the runtime, and six at once would do so six times. */

import { startNode } from './node.mjs';

const node = await startNode('compile');
await node.stop();
