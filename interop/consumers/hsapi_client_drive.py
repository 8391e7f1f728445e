"""Drives a server with the package hsapi-client, made for headscale 0.23 to 0.25. Usage: URL KEY

Its models of nodes and pre-auth keys do not read what headscale answers since 0.26 either (an owner that is an object, an expiry
that is null); what it does with them is left out here.
"""

import sys

from hsapi_client import APIKey, Node, Policy, Route, User
from hsapi_client.apikeys import v1CreateApiKeyRequest, v1ExpireApiKeyRequest
from hsapi_client.config import APISettings, HTTPException
from hsapi_client.users import v1CreateUserRequest

settings = APISettings(server=sys.argv[1], api_token=sys.argv[2])

users = User(settings)
assert users.create(v1CreateUserRequest(name="client")).user.name == "client"
assert "client" in [user.name for user in users.list().users]
assert users.get("client").user.name == "client"
assert users.rename("client", "tenant").user.name == "tenant"
users.delete("tenant")

assert Node(settings).list().nodes == []
assert Node(settings).backfillips().changes == []
assert Route(settings).list().routes == []

policies = Policy(settings)
assert policies.put('{"tagOwners": {"tag:web": []}}').policy == {"tagOwners": {"tag:web": []}}
assert policies.get().policy == {"tagOwners": {"tag:web": []}}

keys = APIKey(settings)
secret = keys.create(v1CreateApiKeyRequest(expiration="2040-01-01T00:00:00Z"))
prefix = secret.apiKey.split("-")[2]
assert any(prefix in key.prefix for key in keys.list().apiKeys)
keys.expire(v1ExpireApiKeyRequest(prefix=prefix))
keys.delete(prefix)

try:
    User(APISettings(server=sys.argv[1], api_token="wrong")).list()
    raise AssertionError("a wrong key was accepted")
except HTTPException as refused:
    assert refused.status_code == 401, refused
