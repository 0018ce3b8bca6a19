"""Calls boto3 as it is told, one JSON line for each call and each answer."""

import json
import sys

import boto3
import botocore
import botocore.exceptions

client = boto3.client("cognito-idp", endpoint_url=sys.argv[1])

for line in sys.stdin:
    call = json.loads(line)
    method = getattr(client, botocore.xform_name(call["operation"]))
    try:
        answer = {"output": method(**call["input"])}
        del answer["output"]["ResponseMetadata"]
    except client.exceptions.ClientError as error:
        # The typed exceptions, by the names that an except clause has.
        name = error.response["Error"]["Code"]
        typed = isinstance(error, getattr(client.exceptions, name, ()))
        answer = {"text": str(error), "type": name if typed else ""}
    except botocore.exceptions.BotoCoreError as error:
        answer = {"text": str(error), "type": type(error).__name__}
    print(json.dumps(answer, default=str), flush=True)
