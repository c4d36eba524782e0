"""Asks the server with stubs that protoc made from its schema: python_client.py STUBS PORT."""
import struct
import sys

sys.path.insert(0, sys.argv[1])
import grpc
import inference_pb2 as pb
import inference_pb2_grpc as rpc

channel = grpc.insecure_channel('127.0.0.1:' + sys.argv[2])
stub = rpc.GRPCInferenceServiceStub(channel)


def tensor(name, datatype, shape, **contents):
    t = pb.ModelInferRequest.InferInputTensor(name=name, datatype=datatype, shape=shape)
    for field, values in contents.items():
        getattr(t.contents, field).extend(values)
    return t


def code(call):
    try:
        call()
    except grpc.RpcError as e:
        return e.code()
    raise AssertionError('no error')


# Health and descriptions
assert stub.ServerLive(pb.ServerLiveRequest()).live
assert stub.ServerReady(pb.ServerReadyRequest()).ready
assert stub.ModelReady(pb.ModelReadyRequest(name='two')).ready
assert not stub.ModelReady(pb.ModelReadyRequest(name='none')).ready
metadata = stub.ModelMetadata(pb.ModelMetadataRequest(name='two', version='1'))
assert [(t.name, t.datatype, list(t.shape)) for t in metadata.inputs] == [('a', 'FP32', [-1, 4]), ('b', 'FP32', [-1, 4])]
assert 'statistics' in stub.ServerMetadata(pb.ServerMetadataRequest()).extensions

# Raw and typed contents, several outputs, a batch
a = [1, 2, 3, 4, 5, 6, 7, 8]
b = [8, 7, 6, 5, 4, 3, 2, 1]
raw = pb.ModelInferRequest(model_name='two', id='r', inputs=[tensor('a', 'FP32', [2, 4]), tensor('b', 'FP32', [2, 4])],
                           raw_input_contents=[struct.pack('<8f', *a), struct.pack('<8f', *b)])
typed = pb.ModelInferRequest(model_name='two', id='t', inputs=[tensor('a', 'FP32', [2, 4], fp32_contents=a),
                                                              tensor('b', 'FP32', [2, 4], fp32_contents=b)])
for request in raw, typed:
    answer = stub.ModelInfer(request)
    assert answer.id == request.id
    got = {o.name: list(struct.unpack('<8f', r)) for o, r in zip(answer.outputs, answer.raw_output_contents)}
    assert got == {'sum': [9.0] * 8, 'difference': [float(x - y) for x, y in zip(a, b)]}, got

# BYTES
words = ['a', '', '\u20ac uro']
answer = stub.ModelInfer(pb.ModelInferRequest(
    model_name='text', inputs=[tensor('x', 'BYTES', [1, 3], bytes_contents=[w.encode() for w in words])]))
assert answer.raw_output_contents[0] == b''.join(struct.pack('<I', len(w.encode())) + w.encode() for w in words)

# A stream, with an error in the middle
answers = list(stub.ModelStreamInfer(iter([raw, pb.ModelInferRequest(model_name='none', id='x'), typed])))
assert [r.infer_response.id for r in answers] == ['r', 'x', 't']
assert 'not found' in answers[1].error_message and not answers[0].error_message

# Errors
assert code(lambda: stub.ModelInfer(pb.ModelInferRequest(model_name='none'))) == grpc.StatusCode.NOT_FOUND
assert code(lambda: stub.ModelInfer(pb.ModelInferRequest(model_name='two'))) == grpc.StatusCode.INVALID_ARGUMENT
assert code(lambda: stub.SystemSharedMemoryStatus(pb.SystemSharedMemoryStatusRequest())) == grpc.StatusCode.UNIMPLEMENTED
assert code(lambda: stub.RepositoryModelLoad(pb.RepositoryModelLoadRequest(model_name='two'))) == grpc.StatusCode.PERMISSION_DENIED
print('python client: all answers are right')
