// SPDX-License-Identifier: Apache-2.0

/** Generators of TypeScript from metadata, and the compiler. */

import { generateMultipleDescriptors } from '@polkadot-api/codegen';
import { decAnyMetadata, unifyMetadata } from '@polkadot-api/substrate-bindings';
import * as typegen from '@polkadot/typegen/generate';
import { generateInterfaceTypes } from '@polkadot/typegen/generate/interfaceRegistry';
import { generateTsDef } from '@polkadot/typegen/generate/tsDef';
import { initMeta } from '@polkadot/typegen/util';
import * as substrate from '@polkadot/types/interfaces/definitions';
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const PROJECTS = fileURLToPath(new URL('../typescript', import.meta.url));
const COMPILER = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));

/** The newest version that both generators read: the only one with all that a runtime has. */
export const METADATA_VERSION = 16;

/**
 * Lets polkadot.js augment its types with those of a chain. Not by its command line: that imports
 * the TypeScript which it has written, as Node 20 cannot, and asks for metadata without runtime APIs.
 *
 * @param {string} metadata In hex.
 */
export async function generateForPolkadotJs(metadata) {
	const folder = emptyFolder('polkadot-js');
	const file = (name) => join(folder, `${name}.ts`);

	typegen.generateDefaultLookup(folder, metadata);
	copyFileSync(file('lookup'), join(folder, 'lookup.mjs')); // there is nothing of TypeScript in it
	const { default: types } = await import(pathToFileURL(join(folder, 'lookup.mjs')));

	const own = { '.': { newtypes: { rpc: {}, types: newtypes(metadata) } } };
	const interfaces = { '@polkadot/types/interfaces': substrate, ...own };
	mkdirSync(join(folder, 'newtypes'));
	generateTsDef(interfaces, folder, '.');
	generateInterfaceTypes(interfaces, file('augment-types'));

	const source = [metadata, own, true, { rpc: {}, types }];
	typegen.generateDefaultConsts(file('augment-api-consts'), ...source);
	typegen.generateDefaultErrors(file('augment-api-errors'), ...source);
	typegen.generateDefaultEvents(file('augment-api-events'), ...source);
	typegen.generateDefaultQuery(file('augment-api-query'), ...source);
	typegen.generateDefaultRuntime(file('augment-api-runtime'), ...source);
	typegen.generateDefaultTx(file('augment-api-tx'), ...source);
	typegen.generateDefaultRpc(file('augment-api-rpc'), own);

	const parts = ['consts', 'errors', 'events', 'query', 'rpc', 'runtime', 'tx'];
	const imports = parts.map((part) => `import './augment-api-${part}.js';\n`);
	writeFileSync(file('augment-api'), imports.join(''));
}

/**
 * Types that polkadot.js decodes as plain values. It names them in the arguments of runtime APIs all
 * the same, and takes it for granted that somebody has declared them.
 */
function newtypes(metadata) {
	const { lookup } = initMeta(metadata).registry;
	const all = lookup.types.map(({ id }) => [lookup.getName(id), lookup.getTypeDef(id)]);
	const plain = all.filter(([name, { lookupName }]) => name && !lookupName);
	return Object.fromEntries(plain.map(([name, { type }]) => [name, type]));
}

/**
 * Lets PAPI describe a chain, as `papi generate` does.
 *
 * @param {string} metadata In hex.
 */
export function generateForPapi(metadata) {
	const folder = emptyFolder('papi');
	const write = (name, content) => writeFileSync(join(folder, `${name}.ts`), content);

	const unified = unifyMetadata(decAnyMetadata(metadata));
	const chain = { key: 'bulwark', metadata: unified, knownTypes: {} };
	const generated = generateMultipleDescriptors([chain], {
		client: 'polkadot-api',
		common: './common',
		descriptorValues: './descriptors',
		metadataTypes: './metadataTypes',
		types: './common-types',
	});

	write('bulwark', generated.descriptorTypesFiles[0].content);
	write('common', generated.commonFileContent);
	write('common-types', generated.typesFileContent);
	write('descriptors', generated.descriptorsFileContent);
	// Read by the running client alone: the compiler asks for their type.
	write('bulwark_metadata', "export default '';\n");
	write('metadataTypes', "export default '';\n");
}

/**
 * Compiles a project in `typescript`, without writing anything.
 *
 * @param {string} project
 * @returns {Promise<string>} What the compiler says: nothing if all is well.
 */
export function compile(project) {
	const args = [COMPILER, '--project', join(PROJECTS, project)];
	return new Promise((resolve, reject) => {
		execFile(process.execPath, args, (error, stdout, stderr) => {
			if (error && !stdout) reject(new Error(stderr || error.message));
			else resolve(stdout);
		});
	});
}

/** The folder of what is generated for a project, emptied. */
function emptyFolder(project) {
	const folder = join(PROJECTS, project, 'generated');
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder);
	return folder;
}
