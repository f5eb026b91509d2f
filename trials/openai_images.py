"""What OpenAI's library for Python makes of himar: openai_images.py URL CLASS KEY. It ends with 0 if all is right."""

import base64
import sys
import urllib.request

import openai

PNG = b"\x89PNG\r\n\x1a\n"


def expect(what, right):
    print(("right  " if right else "WRONG  ") + what)
    if not right:
        sys.exit(1)


def refused(client, kind, param, **request):
    try:
        client.images.generate(**request)
    except kind as error:
        expect(f"{kind.__name__}: {error.body['message']}", error.param == param and error.type is not None)
        return
    expect(f"{request} is refused", False)


def main(url, class_name, key):
    print("openai", openai.__version__)
    client = openai.OpenAI(base_url=url + "/v1", api_key=key, max_retries=0)

    models = list(client.models.list())
    expect(f"models: {[model.id for model in models]}", len(models) > 0 and models[0].object == "model")
    model = models[0].id

    images = client.images.generate(model=model, prompt=class_name, n=2, quality="low", size="auto")
    pictures = [base64.b64decode(each.b64_json) for each in images.data]
    expect(f"two images as bytes, {images.size}, {images.usage.output_tokens} tokens",
           len(pictures) == 2 and all(each.startswith(PNG) for each in pictures))

    images = client.images.generate(model=model, prompt=class_name, response_format="url")
    with urllib.request.urlopen(images.data[0].url) as answer:
        expect("an image by its URL", answer.read().startswith(PNG))

    events = list(client.images.generate(model=model, prompt=class_name, stream=True, partial_images=1))
    expect(f"a stream: {[event.type for event in events]}",
           [event.type for event in events] == ["image_generation.partial_image", "image_generation.completed"])
    expect("its preview and its image", all(base64.b64decode(each.b64_json).startswith(PNG) for each in events))
    expect("its usage", events[1].usage.total_tokens > 0 and events[0].partial_image_index == 0)

    with client.images.generate(model=model, prompt=class_name, stream=True) as stream:
        expect("a stream that is left", stream is not None)

    refused(client, openai.BadRequestError, "prompt", model=model, prompt="a red cat on a mat")
    refused(client, openai.BadRequestError, "size", model=model, prompt=class_name, size="1024x1024")
    refused(client, openai.BadRequestError, "output_format", model=model, prompt=class_name, output_format="webp")
    refused(client, openai.BadRequestError, "n", model=model, prompt=class_name, n=11)
    refused(client, openai.NotFoundError, "model", model="gpt-image-2", prompt=class_name)


if __name__ == "__main__":
    main(*sys.argv[1:4])
