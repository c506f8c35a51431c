"""The city's zone where no plan names one."""

from zoneinfo import ZoneInfo

CITY_ZONE = ZoneInfo("Asia/Jakarta")
