"""Drives a server with the package headscale-api: a client made from the API of headscale 0.22. Usage: URL KEY

A pre-auth key's user is a name to it and has been an object since 0.26, so it cannot read such keys; they are left out.
"""

import asyncio
import sys
from datetime import datetime, timezone

from headscale_api.headscale import Headscale
from headscale_api.schema.headscale import v1

server = Headscale(sys.argv[1], api_key=sys.argv[2])


async def drive():
    assert await server.health_check()
    assert await server.test_api_key()

    made = await server.create_user(v1.CreateUserRequest(name="tool"))
    assert made.user.name == "tool", made
    users = await server.list_users(v1.ListUsersRequest())
    assert {"admin", "tool"} <= {user.name for user in users.users}, users
    assert (await server.get_user(v1.GetUserRequest(name="tool"))).user.name == "tool"

    assert (await server.list_machines(v1.ListMachinesRequest(user=""))).machines == []
    assert (await server.get_routes(v1.GetRoutesRequest())).routes == []

    renamed = await server.rename_user(v1.RenameUserRequest(old_name="tool", new_name="other"))
    assert renamed.user.name == "other", renamed
    await server.delete_user(v1.DeleteUserRequest(name="other"))

    secret = await server.create_api_key(v1.CreateApiKeyRequest(expiration=datetime(2040, 1, 1, tzinfo=timezone.utc)))
    prefix = secret.api_key.split("-")[2]
    await server.expire_api_key(v1.ExpireApiKeyRequest(prefix=prefix))
    assert len((await server.list_api_keys(v1.ListApiKeysRequest())).api_keys) >= 2


asyncio.run(drive())
