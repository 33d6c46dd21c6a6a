import { describe, expect, it } from 'vitest';
import { terraformReader } from '../src/readers/terraform/terraform-reader.ts';

function regions(text: string): readonly string[] {
  return terraformReader
    .read([{ path: 'main.tf', text }])
    .regions.map(({ region, provider, zone }) => `${provider} ${region} ${zone ?? '-'}`);
}

describe('regions', () => {
  it.each([
    // Zones of all kinds stand under their full names in their regions.
    ['resource "aws_subnet" "s" { availability_zone = "us-west-2-lax-1a" }', ['aws us-west-2 us-west-2-lax-1a']],
    [
      'resource "aws_subnet" "s" { availability_zone = "us-east-1-wl1-bos-wlz-1" }',
      ['aws us-east-1 us-east-1-wl1-bos-wlz-1'],
    ],
    [
      'provider "google" {\n  region = "europe-west3"\n  zone = "europe-west3-b"\n}',
      ['gcp europe-west3 europe-west3-b'],
    ],
    ['resource "google_container_cluster" "c" { location = "europe-west4-a" }', ['gcp europe-west4 europe-west4-a']],
    [
      'resource "oci_core_instance" "i" { availability_domain = "Uocm:EU-FRANKFURT-1-AD-2" }',
      ['oci eu-frankfurt-1 Uocm:EU-FRANKFURT-1-AD-2'],
    ],
    [
      'resource "azurerm_lb" "l" {\n  location = "North Europe"\n  zones = ["1", "3"]\n}',
      ['azure northeurope 1', 'azure northeurope 3'],
    ],
    [
      'resource "openstack_compute_instance_v2" "i" {\n  region = "RegionOne"\n  availability_zone = "nova"\n}',
      ['openstack RegionOne nova'],
    ],
    // Names that say nothing alone, and texts without a region.
    ['resource "openstack_compute_instance_v2" "i" { availability_zone = "nova" }', []],
    ['resource "aws_vpc_endpoint" "e" { service_name = "com.example.service" }', []],
    ['resource "local_file" "f" { location = "eu-west-1" }', []],
    // Display names, the spelling of the provider, and unknown names as they are.
    [
      'resource "azurerm_resource_group" "r" { location = "(Europe) Germany West Central" }',
      ['azure germanywestcentral -'],
    ],
    ['resource "azurerm_resource_group" "r" { location = "Moon Base 1" }', ['azure Moon Base 1 -']],
    ['resource "google_storage_bucket" "b" { location = "EUROPE-WEST1" }', ['gcp europe-west1 -']],
    ['provider "aws" { region = "xx-moon-1" }', ['aws xx-moon-1 -']],
    // What variables and local values work out to.
    [
      'variable "p" { default = "eu" }\nlocals { r = "${var.p}-west-3" }\nprovider "aws" { region = local.r }',
      ['aws eu-west-3 -'],
    ],
    ['resource "stackit_server" "s" { tags = { region = "eu01" } }', ['stackit eu01 -']],
    // Providers come first, each place once.
    [
      'resource "aws_x" "a" { region = "eu-west-1" }\nprovider "aws" { region = "eu-west-2" }\nresource "aws_x" "b" { region = "EU-WEST-1" }',
      ['aws eu-west-2 -', 'aws eu-west-1 -'],
    ],
  ])('%s', (text, expected) => {
    expect(regions(text)).toEqual(expected);
  });
});
