/** The vendor's published answers, as raw JSON: of `invoices/update` (2014 and 2016), and a part of `payments/show`. */
export const draftOf2014 = String.raw`{
  "data": {
    "id": "4015E251C7CC4F738918454379B988C5", "number": null, "reference_number": "1013",
    "back_office_code": "000112", "life_cycle_state": "DRAFT", "net_amount": 30, "discount_amount": 1.5,
    "vat_amount": 0, "total_amount": 28.5, "outstanding_amount": null, "unsettled_amount": null,
    "issued_on": "2015-04-07T17:36:43", "posted_on": null, "due_on": "2014-11-05T15:49:59",
    "notes": "Marios Lannister\t4/5/2016 00:21:36\tto be issued later\tMarios Lannister\t4/5/2016 00:25:07\tto be issued later\tMarios Lannister\t4/5/2016 09:18:53\tto be issued later\tMarios Lannister\t4/5/2016 11:30:01\tto be issued later\tMarios Lannister\t4/5/2016 11:38:58\tto be issued later\tMarios Lannister\t4/5/2016 11:42:25\tto be issued later\tMarios Lannister\t4/5/2016 11:44:12\tto be issued later\tMarios Lannister\t4/5/2016 11:45:35\tto be issued later",
    "rejection_reason": null,
    "accounts_receivable": {
      "id": "B3FB252765AF2AA339BAA0156E15E3C3", "number": "168", "name": "Mathew Spector 3",
      "life_cycle_state": "ACTIVE",
      "account_owner": {
        "id": "95548C3522A249E6B452D20C700BA95C", "name": null, "life_cycle_state": "FINANCIAL",
        "company_name": null, "company_profile": null, "first_name": "Mathew", "last_name": "Spector",
        "middle_name": null, "title": null, "type": "PERSON",
        "demographics": {
          "gender": null, "id_issued_by_country": null, "id_number": "454545", "industry": null,
          "industry_sector": null, "passport_issued_by_country": null, "passport_number": null,
          "social_security_number": "1245", "date_of_birth": { "day": null, "month": null, "year": null },
          "name_day": { "day": null, "month": null }
        }
      }
    },
    "category": {
      "id": "1AABE70F46D5937ABE25B2FDCBD7BCF5", "name": "Invoice Categories", "code": "IC",
      "description": "Invoice Categories"
    },
    "invoice_item_set": [
      {
        "id": "C21B99AA435742EF89B9398C60593DE9", "quantity": 1, "cost": 0, "net_amount": 0,
        "discount_percentage": 0, "discount_amount": 0, "vat_percentage": 0, "vat_amount": 0, "sub_total": 0,
        "product": {
          "id": "EAC7A30429364176616CFEF5DF709941", "alternative_code": "SC1", "code": "Smartcard 1",
          "description": "Smartcard 1",
          "product_type": {
            "id": "6173FC99331504AD1ACB5D697D54DA8C", "name": "Smartcards", "alternative_code": "SC",
            "classification": "PHYSICALGOODS", "composition_method": "FLAT", "description": "Smartcards",
            "physical_good_type": "TRACEABLE", "service_type": null, "used_for_provisioning": false
          }
        },
        "vat_rate": {
          "id": "EDE5318C0AA394902E8C7DAE0227CB01", "name": "Zero", "alternative_code": "ZR",
          "description": "No VAT applied"
        }
      },
      {
        "id": "794A7B5C1660432D906A487062376666", "quantity": 2, "cost": 15, "net_amount": 30,
        "discount_percentage": 5, "discount_amount": 1.5, "vat_percentage": 0, "vat_amount": 0, "sub_total": 28.5,
        "product": {
          "id": "80EEE8F6F46767AE32E6ABE68603E9F2", "alternative_code": "SC2", "code": "Smartcard 2",
          "description": "SmartCards 2",
          "product_type": {
            "id": "6173FC99331504AD1ACB5D697D54DA8C", "name": "Smartcards", "alternative_code": "SC",
            "classification": "PHYSICALGOODS", "composition_method": "FLAT", "description": "Smartcards",
            "physical_good_type": "TRACEABLE", "service_type": null, "used_for_provisioning": false
          }
        },
        "vat_rate": {
          "id": "EDE5318C0AA394902E8C7DAE0227CB01", "name": "Zero", "alternative_code": "ZR",
          "description": "No VAT applied"
        }
      }
    ],
    "log_information": {
      "created_date": "2015-04-07T17:36:43", "updated_date": "2016-05-04T08:45:37",
      "created_by_unit": {
        "id": "48305F8849E3C18B227C5BE3A27BA6DF", "name": "Admin Unit", "alternative_code": "MG",
        "community_name": "Internal Community",
        "description": "r1 Test Description for resource request tab.Test Description for resource request tab.",
        "group_name": "Main Group"
      },
      "created_by_user": {
        "id": "1", "email": "redacted@example.com", "person_name": "MPAdministrator",
        "username": "MPAdministrator"
      },
      "updated_by_unit": {
        "id": "48305F8849E3C18B227C5BE3A27BA6DF", "name": "Admin Unit", "alternative_code": "MG",
        "community_name": "Internal Community",
        "description": "r1 Test Description for resource request tab.Test Description for resource request tab.",
        "group_name": "Main Group"
      },
      "updated_by_user": { "id": "1", "person_name": "Marios Lannister", "username": "MPAdministrator" }
    },
    "type": {
      "id": "AD2930A767CA6BDB51E2BF7072D82E68", "name": "Invoice 2", "alternative_code": "I2",
      "classification": "INVOICE", "description": "Invoice 2"
    },
    "udf_date_1": "2014-05-05T15:49:59", "udf_date_2": "2014-06-05T15:49:59", "udf_date_3": "2014-07-05T15:49:59",
    "udf_date_4": "2014-08-05T15:49:59", "udf_float_1": 10, "udf_float_2": 20, "udf_float_3": 30,
    "udf_float_4": 40, "udf_string_1": "udf string 1", "udf_string_2": "udf string 2",
    "udf_string_3": "udf string 3", "udf_string_4": "udf string 4", "udf_string_5": "udf string 5",
    "udf_string_6": "udf string 6", "udf_string_7": "udf string 7", "udf_string_8": "udf string 8"
  },
  "status": { "code": "OK", "description": "", "message": "" }
}`

export const draftOf2016 = String.raw`{
  "data": {
    "id": "00115409F875439DBF1C757039AA3D08", "number": "I00000581", "reference_number": "57",
    "back_office_code": "000112", "life_cycle_state": "DRAFT", "net_amount": 39, "discount_amount": 1.5,
    "vat_amount": 0, "total_amount": 37.5, "outstanding_amount": null, "unsettled_amount": null,
    "issued_on": "2015-04-14T06:42:47", "posted_on": "2015-04-14T06:43:18", "due_on": "2014-11-05T15:49:59",
    "accounting_period_information": null, "category": null, "currency_rate_period": null,
    "notes": "CRM COM\t5/7/2016 18:55:07\tto be issued later", "rejection_reason": null,
    "accounts_receivable": {
      "id": "38A43B82198F4E508AD05F88EE6ACCFA", "number": "ACR0000000217",
      "name": "ACR0000000217 Andreas1 Georgiou", "life_cycle_state": "ACTIVE",
      "account_owner": {
        "id": "5E106D94863C4709BA3A8AA5621D1789", "name": null, "life_cycle_state": "FINANCIAL",
        "company_name": null, "company_profile": null, "first_name": "Andreas1", "last_name": "Georgiou",
        "middle_name": null, "title": null, "type": "PERSON",
        "demographics": {
          "gender": null, "id_issued_by_country": null, "id_number": "6453214", "industry": null,
          "industry_sector": null, "passport_issued_by_country": null, "passport_number": null,
          "social_security_number": null, "date_of_birth": { "day": null, "month": null, "year": null },
          "name_day": { "day": null, "month": null }
        }
      }
    },
    "invoice_item_set": [
      {
        "id": "6097885683D243B092D48BB90274F595", "quantity": 2, "cost": 15, "net_amount": 30,
        "discount_percentage": 5, "discount_amount": 1.5, "vat_percentage": 0, "vat_amount": 0, "sub_total": 28.5,
        "product": {
          "id": "4F656ED5DAC44168B0805227881202CD", "alternative_code": "S", "code": "Smartcard",
          "description": null,
          "product_type": {
            "id": "D6BE0209EC0149989A89972CE889DF8B", "name": "SMARTCARD", "alternative_code": "S",
            "classification": "PHYSICALGOODS", "composition_method": "FLAT", "description": "SMARTCARD",
            "physical_good_type": "TRACEABLE", "service_type": null, "used_for_provisioning": true
          }
        },
        "vat_rate": {
          "id": "B975C041156341D8A9D2F83FC8D36E87", "name": "Zero", "alternative_code": "Z", "description": null
        }
      },
      {
        "id": "641A3AA0B58146D1818239931BA17C4B", "quantity": 1, "cost": 9, "net_amount": 9,
        "discount_percentage": 0, "discount_amount": 0, "vat_percentage": 0, "vat_amount": 0, "sub_total": 9,
        "product": {
          "id": "100D15C611CD4B0591EF62F2163266B9", "alternative_code": "aionet", "code": "aionet",
          "description": null,
          "product_type": {
            "id": "E186E293AAAB49EE86A729540A4287FE", "name": "Main Packages", "alternative_code": "Main Packages",
            "classification": "SERVICES", "composition_method": "FLAT", "description": null,
            "physical_good_type": null, "service_type": "TERMED", "used_for_provisioning": true
          }
        },
        "vat_rate": {
          "id": "48ADFA77916048328685049A3B7E3F64", "name": "VAT 9%", "alternative_code": "VAT 9%",
          "description": null
        }
      }
    ],
    "log_information": {
      "created_date": "2015-04-14T06:42:47", "updated_date": "2016-07-05T15:55:07",
      "created_by_unit": {
        "id": "1", "name": "Admin Unit", "alternative_code": "adminunit", "community_name": "Community",
        "description": "admin unit", "group_name": "Main Group"
      },
      "created_by_user": {
        "id": "1C21EB0EDC614C6888A77D076C1B7018", "email": null, "person_name": "k_clerides",
        "username": "k_clerides"
      },
      "updated_by_unit": {
        "id": "1", "name": "Admin Unit", "alternative_code": "adminunit", "community_name": "Community",
        "description": "admin unit", "group_name": "Main Group"
      },
      "updated_by_user": { "id": "1", "email": "redacted@example.com", "person_name": "CRM COM", "username": "MPAdministrator" }
    },
    "type": {
      "id": "INVOICE", "name": "Invoice", "alternative_code": "INV", "classification": "INVOICE",
      "description": null
    },
    "udf_date_1": "2014-05-05T15:49:59", "udf_date_2": "2014-06-05T15:49:59", "udf_date_3": "2014-07-05T15:49:59",
    "udf_date_4": "2014-08-05T15:49:59", "udf_float_1": 10, "udf_float_2": 20, "udf_float_3": 30,
    "udf_float_4": 40, "udf_string_1": "udf string 1", "udf_string_2": "udf string 2",
    "udf_string_3": "udf string 3", "udf_string_4": "udf string 4", "udf_string_5": "udf string 5",
    "udf_string_6": "udf string 6", "udf_string_7": "udf string 7", "udf_string_8": "udf string 8"
  },
  "status": { "code": "OK", "description": "", "message": "" }
}`

export const payment = String.raw`{ "status": { "code": "OK", "message": null, "description": null },
  "data": { "number": "96",
    "invoices_to_pay_set": [ { "id": "176AB06AE6DBFDB103182C67C68A2A8B", "number": "I00000294", "reference_number": "322",
      "life_cycle_state": "POSTED", "total_amount": 138, "outstanding_amount": 0,
      "issued_on": "2014-07-14T10:31:15", "posted_on": "2014-07-14T10:35:57", "due_on": "2014-08-17T10:35:57" } ],
    "received_by_unit": { "id": "48305F8849E3C18B227C5BE3A27BA6DF", "name": "Admin Unit", "description": "r1",
      "alternative_code": "MG", "group_name": "Main Group", "community_name": "Main Community" } } }`
