"""Runs the ONNX file beside it, in the place of Triton's own back end for ONNX; everything else is Triton's."""

import json
import os

import numpy
import onnxruntime
import triton_python_backend_utils as triton


class TritonPythonModel:
    def initialize(self, args):
        config = json.loads(args["model_config"])
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = int(os.environ.get("HIMAR_TRITON_THREADS", os.cpu_count()))
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self.session = onnxruntime.InferenceSession(
            os.path.join(args["model_repository"], args["model_version"], "model.onnx"),
            options,
            providers=["CPUExecutionProvider"],
        )
        self.batched = config["max_batch_size"] > 0
        self.inputs = [each["name"] for each in config["input"]]

    def execute(self, requests):
        """Triton has already chosen which requests run together: all of one call do."""
        if not self.batched:
            return [answer for request in requests for answer in self.run([request])]
        return self.run(requests)

    def run(self, requests):
        given = [[triton.get_input_tensor_by_name(each, name).as_numpy() for each in requests] for name in self.inputs]
        joined = {name: numpy.concatenate(parts) if self.batched else parts[0] for name, parts in zip(self.inputs, given)}
        wanted = sorted({name for request in requests for name in request.requested_output_names()})
        try:
            outputs = dict(zip(wanted, self.session.run(wanted, joined)))
        except Exception as failure:
            error = triton.TritonError("onnx runtime error: %s" % failure)
            return [triton.InferenceResponse(error=error) for _ in requests]
        answers = []
        first = 0
        for request, part in zip(requests, given[0]):
            rows = slice(first, first + len(part)) if self.batched else slice(None)
            tensors = [triton.Tensor(name, outputs[name][rows]) for name in request.requested_output_names()]
            answers.append(triton.InferenceResponse(output_tensors=tensors))
            first += len(part)
        return answers
