"""What is answered before anybody has signed in although guests are kept out: this list, and nothing else."""

from collections.abc import Mapping

# Route → what of the plan it may show, and to whom.
OPENINGS: Mapping[str, str] = {
    "/layar/{token}": "the wall, to a television that an administrator has paired",
    "/layar/{token}/isi": "its content, to the same",
    "/layar/{token}/kabar": "whether it has news, to the same",
}
