// Asks the server with grpc-js and its schema as proto-loader reads it: node_client.js MODULES PROTO PORT
'use strict';
const assert = require('assert');
const path = require('path');
const [, , modules, proto, port] = process.argv;
const grpc = require(path.resolve(modules, '@grpc/grpc-js'));
const loader = require(path.resolve(modules, '@grpc/proto-loader'));

const definition = loader.loadSync(proto, {keepCase: true, longs: Number, includeDirs: [path.dirname(proto)]});
const {inference} = grpc.loadPackageDefinition(definition);
const client = new inference.GRPCInferenceService('127.0.0.1:' + port, grpc.credentials.createInsecure());
const call = (method, request) => new Promise((resolve, reject) =>
  client[method](request, (error, answer) => error ? reject(error) : resolve(answer)));

async function code(method, request) {
  try {
    await call(method, request);
  } catch (e) {
    return e.code;
  }
  throw new Error('no error');
}

(async () => {
  assert((await call('ServerLive', {})).live);
  assert((await call('ModelReady', {name: 'two'})).ready);
  const metadata = await call('ModelMetadata', {name: 'two'});
  assert.deepStrictEqual(metadata.outputs.map(o => [o.name, o.datatype, o.shape]),
    [['sum', 'FP32', [-1, 4]], ['difference', 'FP32', [-1, 4]]]);

  const bytes = values => Buffer.from(Float32Array.from(values).buffer);
  const inputs = ['a', 'b'].map(name => ({name, datatype: 'FP32', shape: [1, 4]}));
  const values = [[1, 2, 3, 4], [4, 3, 2, 1]];
  for (const request of [
    {model_name: 'two', inputs, raw_input_contents: values.map(bytes)},
    {model_name: 'two', inputs: inputs.map((t, i) => ({...t, contents: {fp32_contents: values[i]}}))},
  ]) {
    const answer = await call('ModelInfer', request);
    const floats = answer.raw_output_contents.map(b => [...new Float32Array(Uint8Array.from(b).buffer)]);
    assert.deepStrictEqual(floats, [[5, 5, 5, 5], [-3, -1, 1, 3]]);
  }
  const text = await call('ModelInfer', {model_name: 'text',
    inputs: [{name: 'x', datatype: 'BYTES', shape: [1, 3], contents: {bytes_contents: ['a', 'b', 'c'].map(s => Buffer.from(s))}}]});
  assert.strictEqual(text.raw_output_contents[0].toString('hex'), '010000006101000000620100000063');
  assert.strictEqual(await code('ModelInfer', {model_name: 'none'}), grpc.status.NOT_FOUND);
  assert.strictEqual(await code('ModelInfer', {model_name: 'two'}), grpc.status.INVALID_ARGUMENT);
  console.log('node client: all answers are right');
  process.exit(0);
})().catch(e => { console.error(e); process.exit(1); });
