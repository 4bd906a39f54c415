"""What search finds in the catalogues."""

from django.urls import reverse
from django.utils.http import urlencode

from core.models import Agency, Country, Locality, Partner, Person
from core.permissions import Area
from core.search import SearchSource, register


def register_sources() -> None:
    """Register agencies, people, partners, countries and communes."""
    register(
        SearchSource(
            label="Cơ quan, đơn vị",
            area=Area.CATALOGUE,
            model=Agency,
            queryset=lambda _user: Agency.objects.only("name", "short_name", "code"),
            title=lambda agency: agency.label,
            meta=lambda agency: agency.name if agency.short_name else agency.code,
            url=lambda agency: agency.get_absolute_url(),
            icon="building",
            exact=("name", "short_name", "code"),
            newest="sort_key",
            list_url="core:agency_list",
        )
    )
    register(
        SearchSource(
            label="Người",
            area=Area.CATALOGUE,
            model=Person,
            queryset=lambda _user: Person.objects.prefetch_related("appointments"),
            title=lambda person: person.full_name,
            meta=lambda person: "; ".join(post.title for post in person.appointments.all()),
            url=lambda person: person.get_absolute_url(),
            icon="id",
            exact=("full_name",),
            newest="sort_key",
            list_url="core:person_list",
        )
    )
    register(
        SearchSource(
            label="Đối tác nước ngoài",
            area=Area.CATALOGUE,
            model=Partner,
            queryset=lambda _user: Partner.objects.select_related("country").only(
                "name", "kind", "country__name"
            ),
            title=lambda partner: partner.name,
            meta=lambda partner: partner.country.name if partner.country else partner.get_kind_display(),
            url=lambda partner: partner.get_absolute_url(),
            icon="world",
            exact=("name", "name_en"),
            newest="sort_key",
            list_url="core:partner_list",
        )
    )
    register(
        SearchSource(
            label="Quốc gia",
            area=Area.CATALOGUE,
            model=Country,
            queryset=lambda _user: Country.objects.only("name", "official_name", "code"),
            title=lambda country: country.name,
            meta=lambda country: country.official_name,
            url=lambda country: country.get_absolute_url(),
            icon="world",
            exact=("name", "code"),
            newest="sort_key",
            list_url="core:country_list",
        )
    )
    register(
        SearchSource(
            label="Xã, phường",
            area=Area.CATALOGUE,
            model=Locality,
            queryset=lambda _user: Locality.objects.only("full_name", "former_district"),
            title=lambda locality: locality.full_name,
            meta=lambda locality: locality.former_district,
            url=lambda locality: f"{reverse('core:locality_list')}?{urlencode({'q': locality.full_name})}",
            icon="map-pin",
            exact=("full_name", "name"),
            newest="sort_key",
            list_url="core:locality_list",
        )
    )
